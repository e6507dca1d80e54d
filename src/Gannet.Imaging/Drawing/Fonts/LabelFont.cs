namespace Gannet.Imaging.Drawing.Fonts;

/// <summary>Letters of one size.</summary>
internal abstract class LabelFont
{
    /// <summary>Pixels of a letter above the baseline.</summary>
    public abstract int Ascent { get; }

    /// <summary>Pixels of a letter below the baseline.</summary>
    public abstract int Descent { get; }

    /// <summary>Pixels of a line.</summary>
    public int Height => Ascent + Descent;

    /// <summary>The system's font, or where there is none the ASCII letters of OpenCV.</summary>
    /// <param name="pixels">Size of the font: a capital letter has about three quarters of it.</param>
    public static LabelFont Of(int pixels) => SystemFaces.Any ? new SystemFont(pixels) : new HersheyFont(pixels);

    /// <summary>What is drawn for a text.</summary>
    /// <param name="text">Text beside a box.</param>
    /// <param name="label">Index of the class, which stands in for a name that cannot be drawn.</param>
    public abstract string Spell(string text, int label);

    /// <summary>Width in pixels of a text that <see cref="Spell"/> returned.</summary>
    public abstract int Measure(string spelt);

    /// <summary>Draws such a text.</summary>
    public abstract void Draw(Image picture, string spelt, int x, int baseline, (byte R, byte G, byte B) colour);
}
