using System.Text;
using Gannet.Imaging.Codecs;

namespace Gannet.Imaging.Drawing;

/// <summary>Draws the labels of boxes on filled tabs, kept inside the picture.</summary>
internal sealed class LabelDrawer
{
    // At OpenCV's base size a capital letter is 22 pixels high.
    private const double BaseHeight = 22;

    private readonly Image _picture;
    private readonly List<PixelRectangle> _taken = [];
    private readonly double _scale;
    private readonly int _stroke, _padding;

    public LabelDrawer(Image picture)
    {
        _picture = picture;
        var height = Math.Clamp(MathF.Sqrt(picture.Width * (float)picture.Height) / 62, 8.5f, 60);
        _scale = height / BaseHeight;
        _stroke = Math.Max(1, (int)(height / 14));
        _padding = Math.Max(2, (int)(height / 4));
    }

    public void Draw(DrawnBox box)
    {
        if (box.Text.Length == 0 || PixelRectangle.Of(box.Box, _picture) is not { } frame) return;
        byte[] text = [.. Encoding.ASCII.GetBytes(DrawableText.Of(box.Text, box.Label)), 0];
        var (width, ascent, descent) = MediaLibrary.MeasureText(text, _scale, _stroke);
        var tab = Place(frame, width + 2 * _padding, ascent + descent / 2 + 2 * _padding);
        _taken.Add(tab);

        var colour = box.Ink;
        tab.Fill(_picture, colour, 0.9f);
        MediaLibrary.DrawText(_picture, text, tab.Left + _padding, tab.Top + _padding + ascent, _scale, _stroke, Ink(colour));
    }

    // The first of these places without another label: above the box, inside its top edge, below it, inside its bottom edge.
    private PixelRectangle Place(PixelRectangle frame, int width, int height)
    {
        var left = Math.Max(0, Math.Min(frame.Left, _picture.Width - width));
        PixelRectangle? first = null;
        foreach (var wanted in (ReadOnlySpan<int>)[frame.Top - height, frame.Top, frame.Bottom, frame.Bottom - height])
        {
            var top = Math.Max(0, Math.Min(wanted, _picture.Height - height));
            var tab = new PixelRectangle(left, top, left + width, top + height);
            if (top == wanted && !_taken.Exists(tab.Meets)) return tab;
            first ??= tab;
        }

        return first!.Value;
    }

    // White or black, whichever stands out more, by perceived luminance.
    private static (byte R, byte G, byte B) Ink((byte R, byte G, byte B) ground) =>
        0.299 * ground.R + 0.587 * ground.G + 0.114 * ground.B > 150 ? ((byte)0, (byte)0, (byte)0) : ((byte)255, (byte)255, (byte)255);
}
