using System.Runtime.InteropServices;
using System.Text;
using Gannet.Imaging.Codecs;

namespace Gannet.Imaging.Video;

/// <summary>The exports of <c>libgannet_video</c>: OpenCV's videoio behind a C interface.</summary>
internal static unsafe partial class VideoLibrary
{
    internal const string Name = "gannet_video";
    private const int Abi = 1;

    static VideoLibrary()
    {
        ShimResolver.Use(Name);
        if (AbiVersion() is var abi && abi != Abi)
            throw new DllNotFoundException($"libgannet_video.so has version {abi}, not {Abi}: rebuild it with './gannet doctor'.");
    }

    /// <summary>Opens a video; returns the message of a failure, or null.</summary>
    public static string? Open(string path, out nint reader, out int width, out int height, out double rate, out double frames)
    {
        fixed (byte* name = ZeroTerminated(path)) return Open(name, out reader, out width, out height, out rate, out frames) == 0 ? null : LastMessage();
    }

    /// <summary>Decodes the next frame; false after the last one.</summary>
    public static bool Next(nint reader, out double milliseconds)
    {
        Check(Next(reader, out var more, out milliseconds));
        return more != 0;
    }

    /// <summary>Copies the frame that was decoded last; returns the message of a failure, or null.</summary>
    public static string? Pixels(nint reader, Image target)
    {
        fixed (byte* rgb = target.Pixels) return Pixels(reader, target.Width, target.Height, rgb) == 0 ? null : LastMessage();
    }

    /// <summary>Moves to a frame; false if the video does not allow it.</summary>
    public static bool TrySeek(nint reader, int frame) => Seek(reader, frame) == 0;

    /// <summary>Creates a video; returns the message of a failure, or null.</summary>
    public static string? Create(string path, string codec, double rate, int width, int height, out nint writer)
    {
        fixed (byte* name = ZeroTerminated(path))
        fixed (byte* code = ZeroTerminated(codec))
            return Create(name, code, rate, width, height, out writer) == 0 ? null : LastMessage();
    }

    public static void Write(nint writer, Image frame)
    {
        fixed (byte* rgb = frame.Pixels) Check(Write(writer, rgb, frame.Width, frame.Height));
    }

    public static void Finish(nint writer) => Check(FinishFile(writer));

    [LibraryImport(Name, EntryPoint = "gannet_video_close")]
    public static partial void Close(nint reader);

    private static byte[] ZeroTerminated(string text) => Encoding.UTF8.GetBytes(text + '\0');

    private static void Check(int status)
    {
        if (status != 0) throw new InvalidOperationException($"OpenCV: {LastMessage()}");
    }

    private static string LastMessage() => Marshal.PtrToStringUTF8((nint)Message())?.ReplaceLineEndings(" ").Trim() ?? "unknown failure";

    [LibraryImport(Name, EntryPoint = "gannet_video_abi")]
    private static partial int AbiVersion();

    [LibraryImport(Name, EntryPoint = "gannet_video_message")]
    private static partial byte* Message();

    [LibraryImport(Name, EntryPoint = "gannet_video_open")]
    private static partial int Open(byte* path, out nint reader, out int width, out int height, out double rate, out double frames);

    [LibraryImport(Name, EntryPoint = "gannet_video_next")]
    private static partial int Next(nint reader, out int more, out double milliseconds);

    [LibraryImport(Name, EntryPoint = "gannet_video_pixels")]
    private static partial int Pixels(nint reader, int width, int height, byte* rgb);

    [LibraryImport(Name, EntryPoint = "gannet_video_seek")]
    private static partial int Seek(nint reader, double frame);

    [LibraryImport(Name, EntryPoint = "gannet_video_create")]
    private static partial int Create(byte* path, byte* codec, double rate, int width, int height, out nint writer);

    [LibraryImport(Name, EntryPoint = "gannet_video_write")]
    private static partial int Write(nint writer, byte* rgb, int width, int height);

    [LibraryImport(Name, EntryPoint = "gannet_video_finish")]
    private static partial int FinishFile(nint writer);
}
