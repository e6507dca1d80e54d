namespace Gannet.Imaging.Headers;

/// <summary>WebP: a RIFF container whose first chunk is lossy (VP8), lossless (VP8L) or extended (VP8X).</summary>
internal static class WebPStructure
{
    public static (long Width, long Height, int Orientation) Measure(ReadOnlySpan<byte> bytes)
    {
        var view = new ByteView(bytes, bigEndian: false);
        var type = view.Slice(12, 4);
        if (type.SequenceEqual("VP8 "u8)) return (view.UInt16(26) & 0x3FFF, view.UInt16(28) & 0x3FFF, 1);
        if (type.SequenceEqual("VP8L"u8))
        {
            var packed = view.UInt32(21);
            return ((packed & 0x3FFF) + 1, ((packed >> 14) & 0x3FFF) + 1, 1);
        }

        return type.SequenceEqual("VP8X"u8) ? (UInt24(view, 24) + 1, UInt24(view, 27) + 1, 1) : (0, 0, 1);
    }

    public static bool IsComplete(ReadOnlySpan<byte> bytes) => bytes.Length >= 8L + new ByteView(bytes, bigEndian: false).UInt32(4);

    public static bool IsAnimated(ReadOnlySpan<byte> bytes)
    {
        const int AnimationFlag = 2;
        var view = new ByteView(bytes, bigEndian: false);
        return view.Slice(12, 4).SequenceEqual("VP8X"u8) && (view.Byte(20) & AnimationFlag) != 0;
    }

    private static long UInt24(ByteView view, long at) => view.UInt16(at) | view.Byte(at + 2) << 16;
}
