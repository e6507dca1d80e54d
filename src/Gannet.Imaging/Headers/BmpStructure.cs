namespace Gannet.Imaging.Headers;

/// <summary>BMP: a file header that points at the pixels, and an information header that states their size.</summary>
internal static class BmpStructure
{
    private const int CoreHeader = 12;

    public static (long Width, long Height, int Orientation) Measure(ReadOnlySpan<byte> bytes)
    {
        var view = new ByteView(bytes, bigEndian: false);
        if (view.UInt32(14) == CoreHeader) return (view.UInt16(18), view.UInt16(20), 1);

        // A negative height only means that the rows run downwards.
        return ((int)view.UInt32(18), Math.Abs((long)(int)view.UInt32(22)), 1);
    }

    public static bool IsComplete(ReadOnlySpan<byte> bytes)
    {
        var view = new ByteView(bytes, bigEndian: false);
        var core = view.UInt32(14) == CoreHeader;
        var bits = view.UInt16(core ? 24 : 28);
        var compressed = !core && view.UInt32(30) is 1 or 2;
        var (width, height, _) = Measure(bytes);
        var rowBytes = (width * bits + 31) / 32 * 4;
        return bytes.Length >= view.UInt32(10) + (compressed ? 1 : rowBytes * height);
    }
}
