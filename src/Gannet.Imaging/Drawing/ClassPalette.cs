namespace Gannet.Imaging.Drawing;

/// <summary>One colour per class, the same in every picture and report.</summary>
public static class ClassPalette
{
    // Twelve hues that most people can tell apart, bright enough for dark backgrounds and dark enough for pale ones.
    private static readonly (byte R, byte G, byte B)[] s_colours =
    [
        (230, 57, 70), (38, 112, 233), (22, 160, 88), (245, 143, 0), (142, 68, 200), (0, 163, 181),
        (214, 40, 150), (122, 140, 0), (166, 92, 38), (84, 84, 230), (200, 80, 40), (0, 120, 110),
    ];

    /// <summary>The colour of a class.</summary>
    /// <param name="label">0-based class index; beyond twelve, the hues repeat in darker shades.</param>
    public static (byte R, byte G, byte B) Of(int label)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(label);
        var (r, g, b) = s_colours[label % s_colours.Length];
        var shade = 1f / (1 + label / s_colours.Length % 3 * 0.35f);
        return ((byte)(r * shade), (byte)(g * shade), (byte)(b * shade));
    }
}
