using System.Text;

namespace Gannet.Imaging.Drawing.Fonts;

/// <summary>The system's fonts in one size: every script that can be drawn letter by letter.</summary>
internal sealed class SystemFont(int pixels) : LabelFont
{
    private readonly Dictionary<Rune, Glyph> _glyphs = [];

    // Capitals and accents have room; letters of rarer scripts may reach a pixel further.
    public override int Ascent { get; } = (int)Math.Ceiling(pixels * 0.8);

    public override int Descent { get; } = (int)Math.Ceiling(pixels * 0.24);

    public override string Spell(string text, int label) => DrawableText.Of(text, label, SystemFaces.Has);

    public override int Measure(string spelt) => spelt.EnumerateRunes().Sum(rune => GlyphOf(rune).Advance);

    public override void Draw(Image picture, string spelt, int x, int baseline, (byte R, byte G, byte B) colour)
    {
        foreach (var rune in spelt.EnumerateRunes())
        {
            var glyph = GlyphOf(rune);
            glyph.Draw(picture, x, baseline, colour);
            x += glyph.Advance;
        }
    }

    private Glyph GlyphOf(Rune rune) => _glyphs.TryGetValue(rune, out var known) ? known : _glyphs[rune] = SystemFaces.Render(rune, pixels);
}
