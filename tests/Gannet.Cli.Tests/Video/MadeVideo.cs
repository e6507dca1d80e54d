using Gannet.Imaging.Video;

namespace Gannet.Cli.Tests.Video;

/// <summary>Small videos for tests.</summary>
internal static class MadeVideo
{
    public const double Rate = 12.5;

    /// <summary>Writes grey frames of 128 × 96 pixels, or those of a picture.</summary>
    public static string Write(string path, int frames, Image? picture = null)
    {
        picture ??= Grey();
        using var writer = new VideoWriter(path, picture.Width, picture.Height, Rate);
        for (var k = 0; k < frames; k++) writer.Write(picture);
        return path;
    }

    /// <summary>Size, rate and number of frames, all of them decoded.</summary>
    public static (int Width, int Height, double Rate, int Frames) Measure(string path)
    {
        using var reader = new VideoReader(path);
        var frames = 0;
        while (reader.TrySkip()) frames++;
        return (reader.Width, reader.Height, Math.Round(reader.FrameRate, 2), frames);
    }

    private static Image Grey()
    {
        var grey = new Image(128, 96);
        Array.Fill(grey.Pixels, (byte)120);
        return grey;
    }
}

/// <summary>A test that reads or writes videos; skipped where OpenCV's videoio is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class VideoFactAttribute : FactAttribute
{
    public VideoFactAttribute() => Skip = VideoReader.Missing;
}
