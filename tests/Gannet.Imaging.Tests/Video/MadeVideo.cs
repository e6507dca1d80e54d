using Gannet.Imaging.Video;

namespace Gannet.Imaging.Tests.Video;

/// <summary>A small video whose frames tell their number by their grey level.</summary>
internal static class MadeVideo
{
    public const int Width = 64, Height = 48;

    /// <summary>Brightness of a frame, one of 16, which differ by more than codecs change.</summary>
    public static int Level(int frame) => 20 + frame * 7 % 16 * 14;

    public static void Write(string path, int frames, double rate = 25)
    {
        using var writer = new VideoWriter(path, Width, Height, rate);
        for (var k = 0; k < frames; k++) writer.Write(Plain(Width, Height, (byte)Level(k)));
    }

    public static Image Plain(int width, int height, byte level)
    {
        var image = new Image(width, height);
        Array.Fill(image.Pixels, level);
        return image;
    }

    /// <summary>Asserts that a picture is the frame of a number.</summary>
    public static void AssertIs(int frame, Image picture) =>
        Assert.InRange(picture.Pixels.Average(static value => (double)value), Level(frame) - 6, Level(frame) + 6);
}
