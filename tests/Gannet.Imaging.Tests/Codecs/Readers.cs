using Gannet.Imaging.Codecs;

namespace Gannet.Imaging.Tests.Codecs;

/// <summary>Compares the managed readers with OpenCV, and damages files for them.</summary>
internal static class Readers
{
    public static IEnumerable<string> Fixtures(string extension) =>
        Directory.GetFiles(Repository.Fixture("codecs"), "*" + extension).Select(static path => Path.GetFileName(path)!).Order();

    public static byte[] Fixture(string name) => File.ReadAllBytes(Repository.Fixture($"codecs/{name}"));

    /// <summary>Both readers give the same pixels, or both refuse.</summary>
    public static void AssertEqual(byte[] bytes, string name)
    {
        var (expected, actual) = (TryRead(bytes, PictureReader.OpenCv), TryRead(bytes, PictureReader.Managed));
        Assert.Equal((expected?.Width, expected?.Height), (actual?.Width, actual?.Height));
        Assert.True(expected is null || expected.Pixels.AsSpan().SequenceEqual(actual!.Pixels), name);
    }

    /// <summary>Reads damaged copies; whatever else than <see cref="InvalidDataException"/> escapes fails the test.</summary>
    public static void Fuzz(string extension, int rounds)
    {
        var random = new Random(5);
        var files = Directory.GetFiles(Repository.Fixture("codecs"), "*" + extension).Order().Select(File.ReadAllBytes).ToArray();
        var refused = 0;
        for (var round = 0; round < rounds; round++)
        {
            var damaged = Damage(files[random.Next(files.Length)], random);
            try
            {
                ImageDecoder.Decode(damaged, "damaged", maxPixels: 1 << 20, PictureReader.Managed);
            }
            catch (InvalidDataException error)
            {
                Assert.StartsWith("damaged: ", error.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', error.Message);
                refused++;
            }
        }

        Assert.InRange(refused, rounds / 4, rounds);
    }

    private static byte[] Damage(byte[] bytes, Random random)
    {
        var (at, length) = (random.Next(bytes.Length), random.Next(1, 40));
        var copy = bytes.ToArray();
        switch (random.Next(3))
        {
            case 0:
                for (var i = 0; i < 1 + length / 10; i++) copy[random.Next(copy.Length)] = (byte)random.Next(256);
                return copy;
            case 1:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + length)..]];
            default:
                random.NextBytes(copy.AsSpan(at, Math.Min(length, copy.Length - at)));
                return copy;
        }
    }

    private static Image? TryRead(byte[] bytes, PictureReader reader)
    {
        try
        {
            return ImageDecoder.Decode(bytes, "picture", ImageDecoder.DefaultMaxPixels, reader);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
