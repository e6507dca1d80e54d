namespace Gannet.Imaging.Drawing.Labels;

/// <summary>A box that wants a label.</summary>
/// <param name="Frame">Its pixels.</param>
/// <param name="Label">0-based class index.</param>
/// <param name="Ink">Its colour.</param>
/// <param name="Texts">What may stand beside it as the font spells it, the longest first; at least one.</param>
internal sealed record LabelledBox(PixelRectangle Frame, int Label, (byte R, byte G, byte B) Ink, IReadOnlyList<string> Texts)
{
    /// <summary>The text that says most.</summary>
    public string Full => Texts[0];

    /// <summary>The name alone.</summary>
    public string Name => Texts[Math.Min(1, Texts.Count - 1)];
}
