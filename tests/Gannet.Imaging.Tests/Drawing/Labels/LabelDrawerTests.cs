using Gannet.Imaging.Drawing;
using Gannet.Imaging.Drawing.Labels;

namespace Gannet.Imaging.Tests.Drawing.Labels;

public sealed class LabelDrawerTests
{
    // WCAG's contrast of large text is 3; of the two inks the better one always has 4.5.
    [Fact]
    public void Letters_stand_out_from_the_colour_of_every_class()
    {
        for (var label = 0; label < 36; label++)
        {
            var ground = ClassPalette.Of(label);
            var (one, other) = (Luminance(ground), Luminance(LabelDrawer.InkOn(ground)));
            Assert.True((Math.Max(one, other) + .05) / (Math.Min(one, other) + .05) > 3, $"class {label}");
        }
    }

    [Fact]
    public void A_crowd_of_boxes_is_explained_below_the_picture()
    {
        var boxes = Enumerable.Range(0, 100).Select(static k => DrawnBox.Of(
            Box.FromSize(k % 10 * 16, k / 10 * 16, 16, 16), k % 3, ["one of a kind", "another", "the third"], k / 100f));
        var drawn = new LabelDrawer(new Image(160, 160)).Draw(boxes);
        Assert.Equal(160, drawn.Width);
        Assert.InRange(drawn.Height, 170, 330);
    }

    internal static double Luminance((byte R, byte G, byte B) colour) =>
        0.2126 * Linear(colour.R) + 0.7152 * Linear(colour.G) + 0.0722 * Linear(colour.B);

    internal static double Linear(byte value) => value / 255.0 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
}
