namespace Gannet.Imaging.Video;

/// <summary>Recognises video files by their first bytes.</summary>
/// <remarks>
/// FFmpeg also reads playlists, scripts and addresses, which name other files to read. Only files that hold their own pictures are passed on
/// to it.
/// </remarks>
internal static class VideoContainer
{
    /// <summary>As many bytes as it takes to recognise any of them.</summary>
    public const int HeaderLength = 3 * TransportPacket;

    private const int TransportPacket = 188, TimedPacket = 192;
    private const byte TransportSync = 0x47;

    private static readonly byte[] s_windowsMedia = [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11];

    /// <summary>Whether the start of a file is that of a video container: MP4, MOV, AVI, Matroska, WebM, MPEG, FLV, WMV or Ogg.</summary>
    /// <param name="header">The first <see cref="HeaderLength"/> bytes, or all of a shorter file.</param>
    public static bool IsKnown(ReadOnlySpan<byte> header) =>
        IsMovie(header) || IsAvi(header) || header.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) || IsProgramStream(header)
        || IsTransportStream(header) || header.StartsWith("FLV\u0001"u8) || header.StartsWith(s_windowsMedia) || header.StartsWith("OggS"u8);

    // MP4 and MOV are made of boxes: length, then a type of four letters.
    private static bool IsMovie(ReadOnlySpan<byte> header)
    {
        if (header.Length < 8) return false;
        var type = header[4..8];
        return type.SequenceEqual("ftyp"u8) || type.SequenceEqual("moov"u8) || type.SequenceEqual("mdat"u8) || type.SequenceEqual("wide"u8)
            || type.SequenceEqual("free"u8) || type.SequenceEqual("skip"u8);
    }

    private static bool IsAvi(ReadOnlySpan<byte> header) => header.Length >= 12 && header.StartsWith("RIFF"u8) && header[8..12].SequenceEqual("AVI "u8);

    // A pack header, or a sequence header of bare MPEG-1 or MPEG-2 video.
    private static bool IsProgramStream(ReadOnlySpan<byte> header) => header.Length >= 4 && header.StartsWith((ReadOnlySpan<byte>)[0, 0, 1]) && header[3] is 0xBA or 0xB3;

    // Packets of equal length, each with the same first byte; cameras put four bytes of time before each.
    private static bool IsTransportStream(ReadOnlySpan<byte> header) =>
        (header.Length > TransportPacket && header[0] == TransportSync && header[TransportPacket] == TransportSync)
        || (header.Length > 4 + TimedPacket && header[4] == TransportSync && header[4 + TimedPacket] == TransportSync);
}
