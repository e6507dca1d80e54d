using Gannet.Imaging.Drawing;
using Gannet.Imaging.Tests.Drawing.Labels;

namespace Gannet.Imaging.Tests.Drawing;

public sealed class ClassPaletteTests
{
    // Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
    private static readonly double[][] s_normal = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
    private static readonly double[][] s_noRed = [[.152286, 1.052583, -.204868], [.114503, .786281, .099216], [-.003882, -.048116, 1.051998]];
    private static readonly double[][] s_noGreen = [[.367322, .860646, -.227968], [.280085, .672501, .047413], [-.011820, .042940, .968881]];

    [Fact]
    public void Thirty_six_classes_have_colours_of_their_own() =>
        Assert.Equal(36, Enumerable.Range(0, 36).Select(ClassPalette.Of).Distinct().Count());

    // A difference of 2.3 is just noticeable; the closest pair, orange and yellow without green cones, has 17.
    [Fact]
    public void Twelve_are_told_apart_without_red_or_green_cones()
    {
        foreach (var cones in (double[][][])[s_normal, s_noRed, s_noGreen])
        {
            for (var one = 0; one < 12; one++)
            {
                for (var two = 0; two < one; two++)
                    Assert.True(Difference(Seen(ClassPalette.Of(one), cones), Seen(ClassPalette.Of(two), cones)) > 15, $"{one} and {two}");
            }
        }
    }

    // Between black and white pages: neither as dark as one nor as bright as the other.
    [Fact]
    public void Each_is_seen_on_a_black_and_on_a_white_page() => Assert.All(
        Enumerable.Range(0, 12), static label => Assert.InRange(Seen(ClassPalette.Of(label), s_normal).L, 28, 93));

    [Fact]
    public void A_negative_label_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => ClassPalette.Of(-1));

    private static double Difference((double L, double A, double B) one, (double L, double A, double B) two) =>
        Math.Sqrt(Math.Pow(one.L - two.L, 2) + Math.Pow(one.A - two.A, 2) + Math.Pow(one.B - two.B, 2));

    // CIE L*a*b* of what these cones make of the colour; sRGB's white.
    private static (double L, double A, double B) Seen((byte R, byte G, byte B) colour, double[][] cones)
    {
        double[] light = [LabelDrawerTests.Linear(colour.R), LabelDrawerTests.Linear(colour.G), LabelDrawerTests.Linear(colour.B)];
        double[] seen = [.. cones.Select(row => Math.Clamp(row.Zip(light, static (weight, value) => weight * value).Sum(), 0, 1))];
        var x = Root((.4124 * seen[0] + .3576 * seen[1] + .1805 * seen[2]) / .9505);
        var y = Root(.2126 * seen[0] + .7152 * seen[1] + .0722 * seen[2]);
        var z = Root((.0193 * seen[0] + .1192 * seen[1] + .9505 * seen[2]) / 1.089);
        return (116 * y - 16, 500 * (x - y), 200 * (y - z));
    }

    private static double Root(double t) => t > .008856 ? Math.Cbrt(t) : 7.787 * t + 16 / 116.0;
}
