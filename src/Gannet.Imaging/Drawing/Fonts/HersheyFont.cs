using System.Text;
using Gannet.Imaging.Codecs;

namespace Gannet.Imaging.Drawing.Fonts;

/// <summary>OpenCV's line font, which has ASCII letters only.</summary>
internal sealed class HersheyFont : LabelFont
{
    // At OpenCV's base size a capital letter is 22 pixels high; in other fonts it has about .73 of the size.
    private const double BaseHeight = 22, CapitalShare = 0.73;

    private readonly double _scale;
    private readonly int _stroke;

    public HersheyFont(int pixels)
    {
        var capital = pixels * CapitalShare;
        _scale = capital / BaseHeight;
        _stroke = Math.Max(1, (int)(capital / 14));
        (_, Ascent, Descent) = MediaLibrary.MeasureText("X\0"u8, _scale, _stroke);
    }

    public override int Ascent { get; }

    public override int Descent { get; }

    public override string Spell(string text, int label) => DrawableText.Of(text, label, static rune => rune.Value is >= ' ' and < 0x7f);

    public override int Measure(string spelt) => MediaLibrary.MeasureText(Terminated(spelt), _scale, _stroke).Width;

    public override void Draw(Image picture, string spelt, int x, int baseline, (byte R, byte G, byte B) colour) =>
        MediaLibrary.DrawText(picture, Terminated(spelt), x, baseline, _scale, _stroke, colour);

    private static byte[] Terminated(string text) => [.. Encoding.ASCII.GetBytes(text), 0];
}
