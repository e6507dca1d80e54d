using Gannet.Detection.Images;

namespace Gannet.Detection.Tests.Images;

public sealed class ImageBatchTests
{
    private static readonly ImageTransform s_transform = new(new TransformOptions { MinSize = 40, MaxSize = 80 });
    private static readonly Image s_large = SmallDetector.Image(80, 40), s_high = SmallDetector.Image(40, 80);

    [Fact]
    public void More_padding_gives_what_a_larger_image_beside_them_would()
    {
        Image[] small = [SmallDetector.Image(40, 40), SmallDetector.Image(41, 44)];
        var expected = s_transform.Batch([.. small, s_large, s_high]);
        var dirty = new float[expected.Pixels.Length];
        Array.Fill(dirty, 7);
        foreach (var buffer in (float[]?[])[null, dirty, [1, 2]])
        {
            var padded = s_transform.Batch(small).PaddedTo(expected.Height, expected.Width, buffer);
            Assert.Equal((expected.Height, expected.Width, 2), (padded.Height, padded.Width, padded.Count));
            var length = 2 * expected.Height * expected.Width * 3;
            Assert.Equal(expected.Pixels.AsSpan(0, length), padded.Pixels.AsSpan(0, length));
            Assert.Equal(expected.Placements[..2], padded.Placements);
        }
    }

    [Fact]
    public void Nothing_is_copied_where_the_size_is_right_and_nothing_is_cut_off()
    {
        var batch = s_transform.Batch([s_large]);
        Assert.Same(batch, batch.PaddedTo(batch.Height, batch.Width));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.PaddedTo(batch.Height - 1, batch.Width));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.PaddedTo(batch.Height, batch.Width - 1));
    }
}
