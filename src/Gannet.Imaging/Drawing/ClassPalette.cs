namespace Gannet.Imaging.Drawing;

/// <summary>One colour per class, the same in every picture and report.</summary>
public static class ClassPalette
{
    // Okabe and Ito's colours, which people tell apart whatever their colour vision, without black; then five that a search found to be
    // furthest from them and from each other, as seen with normal vision and without red or green cones.
    private static readonly (byte R, byte G, byte B)[] s_colours =
    [
        (230, 159, 0), (86, 180, 233), (0, 158, 115), (240, 228, 66), (0, 114, 178), (213, 94, 0), (204, 121, 167),
        (0, 0, 255), (128, 255, 160), (160, 0, 32), (0, 64, 192), (64, 255, 255),
    ];

    /// <summary>The colour of a class.</summary>
    /// <param name="label">0-based class index; beyond twelve, the colours repeat in darker shades.</param>
    public static (byte R, byte G, byte B) Of(int label)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(label);
        var (r, g, b) = s_colours[label % s_colours.Length];
        var shade = 1f / (1 + label / s_colours.Length % 3 * 0.35f);
        return ((byte)(r * shade), (byte)(g * shade), (byte)(b * shade));
    }
}
