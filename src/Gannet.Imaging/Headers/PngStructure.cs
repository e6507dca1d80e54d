namespace Gannet.Imaging.Headers;

/// <summary>PNG: a signature, then chunks of length, type, data and checksum, of which IEND is the last.</summary>
internal static class PngStructure
{
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static (long Width, long Height, int Orientation) Measure(ReadOnlySpan<byte> bytes)
    {
        var view = new ByteView(bytes, bigEndian: true);
        if (!view.Slice(12, 4).SequenceEqual("IHDR"u8)) return (0, 0, 1);
        var (width, height) = (view.UInt32(16), view.UInt32(20));

        // Only an eXIf chunk before the pixels counts: looking after them would mean reading the whole file.
        for (long at = 8; ; at += 12 + view.UInt32(at))
        {
            var type = view.Slice(at + 4, 4);
            if (type.SequenceEqual("IDAT"u8)) return (width, height, 1);
            if (type.SequenceEqual("eXIf"u8)) return (width, height, ExifOrientation.Read(view.Slice(at + 8, view.UInt32(at))));
        }
    }

    public static bool IsComplete(ReadOnlySpan<byte> bytes)
    {
        var view = new ByteView(bytes, bigEndian: true);
        for (long at = 8; ; at += 12 + view.UInt32(at))
        {
            if (view.Slice(at + 4, 4).SequenceEqual("IEND"u8)) return true;
        }
    }
}
