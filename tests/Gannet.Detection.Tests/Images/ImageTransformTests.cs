using Gannet.Detection.Images;

namespace Gannet.Detection.Tests.Images;

public sealed class ImageTransformTests
{
    // torchvision 0.14.1, min 800, max 1333.
    [Theory]
    [InlineData(480, 640, 800, 1066)]
    [InlineData(375, 500, 799, 1066)]
    [InlineData(427, 640, 799, 1199)]
    [InlineData(500, 1000, 666, 1333)]
    [InlineData(100, 50, 1332, 666)]
    [InlineData(300, 3000, 133, 1332)]
    [InlineData(576, 768, 800, 1066)]
    public void Sizes_are_torchvisions(int height, int width, int scaledHeight, int scaledWidth) =>
        Assert.Equal(new ImageSize(scaledHeight, scaledWidth), new ImageTransform(new TransformOptions()).Scale(new(height, width)));

    // torchvision since 0.15 divides in float64.
    [Theory]
    [InlineData(375, 500, 800, 1066)]
    [InlineData(424, 640, 800, 1207)]
    public void Sizes_of_newer_torchvision(int height, int width, int scaledHeight, int scaledWidth) => Assert.Equal(
        new ImageSize(scaledHeight, scaledWidth), new ImageTransform(new TransformOptions { DoubleScale = true }).Scale(new(height, width)));

    [Fact]
    public void A_batch_is_padded_with_zeros_to_a_common_size()
    {
        var transform = new ImageTransform(new TransformOptions { MinSize = 40, MaxSize = 80 });
        var batch = transform.Batch([Grey(40, 60), Grey(50, 40)]);
        Assert.Equal((64, 64), (batch.Height, batch.Width));
        Assert.Equal([new(40, 60), new(50, 40)], batch.Placements.Select(static p => p.Scaled));
        Assert.NotEqual(0, batch.Pixels[(39 * 64 + 59) * 3]);
        Assert.Equal(0, batch.Pixels[(39 * 64 + 60) * 3]);
        Assert.Equal(0, batch.Pixels[(40 * 64 + 59) * 3]);
        Assert.Equal(0, batch.Pixels[(64 + 63) * 64 * 3]);
    }

    [Fact]
    public void Boxes_go_in_and_come_back()
    {
        var (original, scaled) = (new ImageSize(375, 500), new ImageSize(799, 1066));
        var box = new Box(10, 20, 110, 220);
        var placement = new ImagePlacement(original, scaled);
        var inside = placement.ToInput(new GroundTruth([box], [0])).Boxes[0];
        var back = placement.ToOriginal(new DetectedObject(inside, 0, 1)).Box;
        Assert.Equal(box.X1, back.X1, 4);
        Assert.Equal(box.Y2, back.Y2, 4);
        Assert.Equal(10 * 1066f / 500, inside.X1, 4);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(20, 10)]
    public void Contradictory_sizes_are_refused(int min, int max) =>
        Assert.Throws<ArgumentException>(() => new ImageTransform(new TransformOptions { MinSize = min, MaxSize = max }));

    private static Image Grey(int height, int width)
    {
        var picture = new Image(width, height);
        picture.Pixels.AsSpan().Fill(100);
        return picture;
    }
}
