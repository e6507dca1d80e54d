namespace Gannet.Imaging.Drawing;

/// <summary>The colours of Pascal VOC's segmentation images, which RFCN-tensorflow uses for its boxes.</summary>
public static class VocPalette
{
    private const int Bits = 8;

    /// <summary>The colour of a class.</summary>
    /// <param name="label">0-based class index; VOC's own index is one more, since its 0 is the black background.</param>
    public static (byte R, byte G, byte B) Of(int label)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(label);
        var (r, g, b) = (0, 0, 0);
        // Each round assigns three bits of the index to the three colours, starting at the highest bit of the colours.
        for (var (index, bit) = (label + 1, Bits - 1); bit >= 0; index >>= 3, bit--)
        {
            r |= (index & 1) << bit;
            g |= (index >> 1 & 1) << bit;
            b |= (index >> 2 & 1) << bit;
        }

        return ((byte)r, (byte)g, (byte)b);
    }
}
