using Gannet.Imaging.Drawing.Fonts;

namespace Gannet.Imaging.Drawing.Labels;

/// <summary>Draws the labels of boxes on filled tabs, and below the picture a legend if there are numbers.</summary>
internal sealed class LabelDrawer
{
    // Readable where the picture is shown 400 pixels wide: capitals are then seven pixels high.
    private const double ShareOfLongSide = 9.6 / 400;
    private const int LeastPixels = 12, MostPixels = 160;

    // A longer name is cut where only a short one has room.
    private const int ShortLength = 8;

    private readonly Image _picture;
    private readonly LabelFont _font;
    private readonly int _padding;

    public LabelDrawer(Image picture)
    {
        _picture = picture;
        var pixels = Math.Clamp((int)Math.Round(Math.Max(picture.Width, picture.Height) * ShareOfLongSide), LeastPixels, MostPixels);
        _font = LabelFont.Of(pixels);
        _padding = Math.Max(2, pixels / 6);
    }

    /// <summary>Draws the labels.</summary>
    /// <returns>The picture itself, or a taller one with the legend below it.</returns>
    public Image Draw(IEnumerable<DrawnBox> boxes)
    {
        var labelled = Labelled(boxes);
        if (labelled.Count == 0) return _picture;
        var plan = Plan(labelled);
        foreach (var label in plan.Labels) Draw(_picture, label.Tab, label.Text, labelled[label.Box].Ink);
        return new LegendDrawer(_font, _padding).AddBelow(_picture, [.. plan.Legend.Select(entry => (entry, labelled[entry.Boxes[0]].Ink))]);
    }

    /// <summary>Draws the labels that need no legend; the others are left out.</summary>
    public void DrawWithoutLegend(IEnumerable<DrawnBox> boxes)
    {
        var labelled = Labelled(boxes);
        if (labelled.Count == 0) return;
        var plan = Plan(labelled);
        var numbered = plan.Legend.SelectMany(static entry => entry.Boxes).ToHashSet();
        foreach (var label in plan.Labels.Where(label => !numbered.Contains(label.Box))) Draw(_picture, label.Tab, label.Text, labelled[label.Box].Ink);
    }

    /// <summary>White or black, whichever stands out more from a ground, by perceived luminance.</summary>
    public static (byte R, byte G, byte B) InkOn((byte R, byte G, byte B) ground) =>
        0.299 * ground.R + 0.587 * ground.G + 0.114 * ground.B > 140 ? ((byte)0, (byte)0, (byte)0) : ((byte)255, (byte)255, (byte)255);

    private List<LabelledBox> Labelled(IEnumerable<DrawnBox> boxes)
    {
        List<LabelledBox> labelled = [];
        foreach (var box in boxes)
        {
            if (box.Text.Length == 0 || PixelRectangle.Of(box.Box, _picture) is not { Area: > 0 } frame) continue;
            labelled.Add(new(frame, box.Label, box.Ink, [.. Texts(box).Distinct()]));
        }

        return labelled;
    }

    private LabelPlan Plan(List<LabelledBox> labelled) =>
        LabelLayout.Plan(_picture.Width, _picture.Height, labelled, text => _font.Measure(text) + 2 * _padding, _font.Height + 2);

    private void Draw(Image picture, PixelRectangle tab, string text, (byte R, byte G, byte B) colour)
    {
        tab.Fill(picture, colour, 1);
        var left = tab.Left + (tab.Width - _font.Measure(text)) / 2;
        _font.Draw(picture, text, left, tab.Top + 1 + _font.Ascent, InkOn(colour));
    }

    private IEnumerable<string> Texts(DrawnBox box)
    {
        yield return _font.Spell(box.Text, box.Label);
        var name = _font.Spell(box.Name ?? box.Text, box.Label);
        yield return name;
        if (name.EnumerateRunes().Count() > ShortLength) yield return _font.Spell(LegendDrawer.Cut(name, ShortLength - 1) + "…", box.Label);
    }
}
