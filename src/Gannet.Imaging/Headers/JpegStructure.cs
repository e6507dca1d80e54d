namespace Gannet.Imaging.Headers;

/// <summary>JPEG: segments of a marker and a length, with runs of entropy-coded data between them.</summary>
internal static class JpegStructure
{
    private const int Exif = 0xE1, StartOfScan = 0xDA, EndOfImage = 0xD9;

    public static (long Width, long Height, int Orientation) Measure(ReadOnlySpan<byte> bytes)
    {
        var view = new ByteView(bytes, bigEndian: true);
        var frame = FindFrame(bytes, out var orientation);
        return frame < 0 ? (0, 0, orientation) : (view.UInt16(frame + 5), view.UInt16(frame + 3), orientation);
    }

    /// <summary>1 for grey, 3 for colour, 4 for inks; 0 without a frame.</summary>
    public static int CountComponents(ReadOnlySpan<byte> bytes)
    {
        var frame = FindFrame(bytes, out _);
        return frame < 0 ? 0 : new ByteView(bytes, bigEndian: true).Byte(frame + 7);
    }

    // The end marker must be found by walking: a thumbnail inside the EXIF segment has its own end marker.
    public static bool IsComplete(ReadOnlySpan<byte> bytes)
    {
        var view = new ByteView(bytes, bigEndian: true);
        for (long at = 2; ;)
        {
            var marker = Marker(view, ref at);
            if (marker == EndOfImage) return true;
            if (StandsAlone(marker)) continue;
            at += Math.Max((ushort)2, view.UInt16(at));
            if (marker == StartOfScan) at = NextMarker(bytes, (int)Math.Min(at, bytes.Length));
        }
    }

    // Moves past the next marker. Fill bytes before it are legal. Other bytes are not, but decoders skip them, too.
    public static int Marker(ByteView view, ref long at)
    {
        while (view.Byte(at) != 0xFF) at++;
        while (view.Byte(at) == 0xFF) at++;
        return view.Byte(at++);
    }

    /// <summary>Where the next marker after entropy-coded data is.</summary>
    /// <remarks>Within the data FF 00 is a plain FF, and restart markers belong to the data.</remarks>
    /// <exception cref="EndOfStreamException">There is none.</exception>
    public static int NextMarker(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length)
        {
            var offset = bytes[at..].IndexOf((byte)0xFF);
            if (offset < 0) break;
            at += offset;
            if (at + 1 >= bytes.Length) break;
            if (bytes[at + 1] is not (0 or 0xFF or (>= 0xD0 and <= 0xD7))) return at;
            at += bytes[at + 1] == 0xFF ? 1 : 2;
        }

        throw new EndOfStreamException();
    }

    // Where the length of the frame's segment is, or −1 if pixels or the end come first.
    private static long FindFrame(ReadOnlySpan<byte> bytes, out int orientation)
    {
        var view = new ByteView(bytes, bigEndian: true);
        orientation = 1;
        for (long at = 2; ;)
        {
            var marker = Marker(view, ref at);
            if (StandsAlone(marker)) continue;
            if (marker is StartOfScan or EndOfImage) return -1;
            if (IsFrame(marker)) return at;
            var length = view.UInt16(at);
            if (marker == Exif && length > 8 && view.Slice(at + 2, 6).SequenceEqual("Exif\0\0"u8))
                orientation = ExifOrientation.Read(view.Slice(at + 8, length - 8));
            at += Math.Max((ushort)2, length);
        }
    }

    public static bool StandsAlone(int marker) => marker is 0 or 1 or (>= 0xD0 and <= 0xD8);

    public static bool IsFrame(int marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
}
