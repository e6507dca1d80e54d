using System.Runtime.InteropServices;

[assembly: System.Runtime.CompilerServices.DisableRuntimeMarshalling]

namespace Gannet.Imaging.Codecs;

/// <summary>The exports of <c>libgannet_media</c>: OpenCV behind a C interface.</summary>
internal static unsafe partial class MediaLibrary
{
    internal const string Name = "gannet_media";
    private const int Abi = 2;

    static MediaLibrary()
    {
        ShimResolver.Use(Name);
        if (AbiVersion() is var abi && abi != Abi)
            throw new DllNotFoundException($"libgannet_media.so has version {abi}, not {Abi}: rebuild it with './gannet doctor'.");
    }

    /// <summary>Decodes into the picture's pixels; returns the message of a failure, or null.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, Image target)
    {
        fixed (byte* encoded = bytes)
        fixed (byte* rgb = target.Pixels)
            return Decode(encoded, bytes.Length, target.Width, target.Height, rgb) == 0 ? null : LastMessage();
    }

    public static byte[] Encode(Image picture, ReadOnlySpan<byte> extension, int quality)
    {
        byte* bytes = null;
        try
        {
            long length;
            fixed (byte* rgb = picture.Pixels)
            fixed (byte* name = extension)
                Check(Encode(rgb, picture.Width, picture.Height, name, quality, &bytes, &length));
            return new ReadOnlySpan<byte>(bytes, checked((int)length)).ToArray();
        }
        finally
        {
            Free(bytes);
        }
    }

    public static void Resize(Image source, Image target)
    {
        fixed (byte* from = source.Pixels)
        fixed (byte* to = target.Pixels)
            Check(Resize(from, source.Width, source.Height, to, target.Width, target.Height));
    }

    /// <param name="text">Zero-terminated ASCII.</param>
    /// <param name="scale">Font size as a multiple of OpenCV's base size.</param>
    /// <param name="thickness">Stroke width in pixels.</param>
    public static (int Width, int Ascent, int Descent) MeasureText(ReadOnlySpan<byte> text, double scale, int thickness)
    {
        int width, ascent, descent;
        fixed (byte* characters = text) Check(MeasureText(characters, scale, thickness, &width, &ascent, &descent));
        return (width, ascent, descent);
    }

    /// <summary>Draws zero-terminated ASCII text whose baseline starts at (x, y).</summary>
    public static void DrawText(Image picture, ReadOnlySpan<byte> text, int x, int y, double scale, int thickness, (byte R, byte G, byte B) colour)
    {
        fixed (byte* rgb = picture.Pixels)
        fixed (byte* characters = text)
            Check(DrawText(rgb, picture.Width, picture.Height, characters, x, y, scale, thickness, colour.R, colour.G, colour.B));
    }

    private static void Check(int status)
    {
        if (status != 0) throw new InvalidOperationException($"OpenCV: {LastMessage()}");
    }

    private static string LastMessage() => Marshal.PtrToStringUTF8((nint)Message())?.ReplaceLineEndings(" ").Trim() ?? "unknown failure";

    [LibraryImport(Name, EntryPoint = "gannet_media_abi")]
    private static partial int AbiVersion();

    [LibraryImport(Name, EntryPoint = "gannet_media_message")]
    private static partial byte* Message();

    [LibraryImport(Name, EntryPoint = "gannet_media_decode")]
    private static partial int Decode(byte* bytes, long length, int width, int height, byte* rgb);

    [LibraryImport(Name, EntryPoint = "gannet_media_encode")]
    private static partial int Encode(byte* rgb, int width, int height, byte* extension, int quality, byte** bytes, long* length);

    [LibraryImport(Name, EntryPoint = "gannet_media_free")]
    private static partial void Free(byte* bytes);

    [LibraryImport(Name, EntryPoint = "gannet_media_resize")]
    private static partial int Resize(byte* rgb, int width, int height, byte* target, int targetWidth, int targetHeight);

    [LibraryImport(Name, EntryPoint = "gannet_media_measure_text")]
    private static partial int MeasureText(byte* text, double scale, int thickness, int* width, int* ascent, int* descent);

    [LibraryImport(Name, EntryPoint = "gannet_media_draw_text")]
    private static partial int DrawText(
        byte* rgb, int width, int height, byte* text, int x, int y, double scale, int thickness, int red, int green, int blue);
}
