using Gannet.Imaging.Codecs;
using Gannet.Imaging.Headers;

namespace Gannet.Imaging.Tests.Codecs;

public sealed class ImageDecoderTests
{
    public static TheoryData<string> Fixtures =>
        [.. Directory.GetFiles(Repository.Fixture("pictures"), "*.rgb").Select(static path => Path.GetFileNameWithoutExtension(path)!).Order()];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Equals_the_oracle(string name)
    {
        var path = Repository.Fixture($"pictures/{name}");
        var expected = File.ReadAllBytes(path + ".rgb");
        var picture = ImageDecoder.Decode(path);
        var turned = name.StartsWith("orientation-", StringComparison.Ordinal) && name[12] >= '5';
        Assert.Equal(turned ? (17, 23) : (23, 17), (picture.Width, picture.Height));

        // Two builds of libwebp may round its chroma differently; everything else is exact.
        var tolerance = name == "lossy.webp" ? 2 : 0;
        var worst = expected.Zip(picture.Pixels, static (a, b) => Math.Abs(a - b)).Max();
        Assert.True(worst <= tolerance, $"{name}: pixels differ by up to {worst}");
        Assert.Equal(expected.Length, picture.Pixels.Length);
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Every_cut_is_noticed_or_harmless(string name)
    {
        var bytes = File.ReadAllBytes(Repository.Fixture($"pictures/{name}"));
        var whole = ImageDecoder.Decode(bytes, name);
        for (var length = 0; length < bytes.Length; length += 1 + bytes.Length / 60)
        {
            try
            {
                var picture = ImageDecoder.Decode(bytes.AsSpan(0, length), name);
                Assert.Equal(whole.Pixels, picture.Pixels);
            }
            catch (InvalidDataException error)
            {
                Assert.Contains(name, error.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', error.Message);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Damage_never_crashes(string name)
    {
        var bytes = File.ReadAllBytes(Repository.Fixture($"pictures/{name}"));
        var random = new Random(11);
        for (var round = 0; round < 60; round++)
        {
            var damaged = (byte[])bytes.Clone();
            for (var i = 0; i < 3; i++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                // A damaged size may be large but legal; this test is not about that.
                ImageDecoder.Decode(damaged, name, maxPixels: 1 << 20);
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    [Theory]
    [InlineData("rgb.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("rgb.png")]
    [InlineData("rgb.bmp")]
    [InlineData("lossy.webp")]
    [InlineData("rgb.tiff")]
    public void Half_a_picture_is_refused(string name)
    {
        var bytes = File.ReadAllBytes(Repository.Fixture($"pictures/{name}"));
        using var folder = new TemporaryFolder();
        var path = folder.File("half.jpg");
        File.WriteAllBytes(path, bytes[..(bytes.Length * 2 / 3)]);
        foreach (var error in new[]
        {
            Assert.Throws<InvalidDataException>(() => ImageDecoder.Decode(path)),
            Assert.Throws<InvalidDataException>(() => ImageHeader.Verify(path)),
        })
        {
            Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
            Assert.Contains("cut off", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Empty_foreign_and_missing_files_are_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("empty.jpg"), []);
        File.WriteAllText(folder.File("notes.png"), "not a picture");
        Assert.Contains("empty.jpg: the file is empty", Assert.Throws<InvalidDataException>(() => ImageDecoder.Decode(folder.File("empty.jpg"))).Message);
        Assert.Contains("notes.png: not a picture", Assert.Throws<InvalidDataException>(() => ImageDecoder.Decode(folder.File("notes.png"))).Message);
        Assert.Throws<FileNotFoundException>(() => ImageDecoder.Decode(folder.File("none.jpg")));
    }

    [Theory]
    [InlineData("animated.webp", "an animated WebP is not read; save one of its frames")]
    [InlineData("float.tiff", "a TIFF of floating-point numbers is not read; save it with 8 or 16 bits")]
    public void A_sound_picture_that_is_not_read_is_not_called_damaged(string name, string words)
    {
        var path = Repository.Fixture($"pictures/{name}");
        Assert.Equal($"{path}: {words}", Assert.Throws<InvalidDataException>(() => ImageDecoder.Decode(path)).Message[..(path.Length + 2 + words.Length)]);
        Assert.Contains(words, Assert.Throws<InvalidDataException>(() => ImageHeader.Verify(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_huge_picture_is_refused_before_it_is_decoded()
    {
        var bytes = File.ReadAllBytes(Repository.Fixture("pictures/rgb.png"));
        bytes[16] = 1;
        var error = Assert.Throws<InvalidDataException>(() => ImageDecoder.Decode(bytes, "huge.png"));
        Assert.Contains("huge.png: the picture is 16777239×17, more than the limit", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_content_counts_and_not_the_extension()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Repository.Fixture("pictures/rgb.png"), folder.File("really.jpg"));
        Assert.Equal(ImageFormat.Png, ImageHeader.Read(folder.File("really.jpg")).Format);
        Assert.Equal(23, ImageDecoder.Decode(folder.File("really.jpg")).Width);
    }

    [Fact]
    public void Several_threads_decode_at_once() => Parallel.For(0, 40, static _ => Assert.Equal(
        File.ReadAllBytes(Repository.Fixture("pictures/rgb.png.rgb")), ImageDecoder.Decode(Repository.Fixture("pictures/rgb.png")).Pixels));
}
