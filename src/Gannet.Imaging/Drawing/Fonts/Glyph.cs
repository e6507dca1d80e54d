namespace Gannet.Imaging.Drawing.Fonts;

/// <summary>A letter as pixels.</summary>
/// <param name="Left">Pixels from the pen to the first column.</param>
/// <param name="Top">Pixels from the baseline up to the first row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Advance">Pixels to the next letter.</param>
/// <param name="Coverage">Opacity, row by row, 255 is opaque.</param>
internal sealed record Glyph(int Left, int Top, int Width, int Advance, byte[] Coverage)
{
    /// <summary>Draws it; what lies outside the picture is left out.</summary>
    public void Draw(Image picture, int pen, int baseline, (byte R, byte G, byte B) colour)
    {
        for (var k = 0; k < Coverage.Length; k++)
        {
            var (x, y) = (pen + Left + k % Width, baseline - Top + k / Width);
            if (x < 0 || y < 0 || x >= picture.Width || y >= picture.Height) continue;
            new PixelRectangle(x, y, x + 1, y + 1).Fill(picture, colour, Coverage[k] / 255f);
        }
    }
}
