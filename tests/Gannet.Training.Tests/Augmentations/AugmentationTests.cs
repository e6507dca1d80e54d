using Gannet.Detection;
using Gannet.Training.Augmentations;

namespace Gannet.Training.Tests.Augmentations;

public sealed class AugmentationTests
{
    private static readonly GroundTruth s_truth = new([new(4, 4, 12, 10)], [0]);

    // A training of an earlier version must draw the same numbers now.
    [Fact]
    public void By_default_only_mirroring_draws_a_number()
    {
        var (random, expected) = (new Random(5), new Random(5));
        new Augmentation(new()).Apply(new Image(20, 16), s_truth, new Others(), random);
        expected.NextDouble();
        Assert.Equal(expected.Next(), random.Next());
    }

    public static TheoryData<AugmentationOptions> Each =>
    [
        new() { FlipVertical = .5 },
        new() { Rotate = .5 },
        new() { ScaleJitter = [.5, 2] },
        new() { Crop = .3 },
        new() { Zoom = .6 },
        new() { Mosaic = .5 },
        new() { Mixup = .5 },
        new() { CopyPaste = .5 },
        new() { Flip = 0, FlipVertical = .5, Rotate = .5, ScaleJitter = [.5, 2], Crop = .5, Mosaic = .5, Mixup = .5, CopyPaste = .5, Brightness = .1 },
    ];

    [Theory]
    [MemberData(nameof(Each))]
    public void Each_option_changes_pictures_and_the_same_seed_gives_the_same(AugmentationOptions options)
    {
        var (changed, augmentation) = (0, new Augmentation(options));
        for (var seed = 0; seed < 20; seed++)
        {
            var (once, again) = (augmentation.Apply(Noise(), s_truth, new Others(), new Random(seed)), augmentation.Apply(Noise(), s_truth, new Others(), new Random(seed)));
            Assert.Equal(once.Image.Pixels, again.Image.Pixels);
            Assert.Equal(once.GroundTruth.Boxes, again.GroundTruth.Boxes);
            Assert.All(once.GroundTruth.Boxes, box => Assert.True(box.X1 >= 0 && box.Y1 >= 0 && box.X2 <= once.Image.Width && box.Y2 <= once.Image.Height && box.IsValid));
            if (!once.Image.Pixels.AsSpan().SequenceEqual(Noise().Pixels)) changed++;
        }

        Assert.True(changed > 4, $"{changed} of 20");
    }

    [Fact]
    public void Without_other_pictures_none_are_combined()
    {
        var made = new Augmentation(new() { Mosaic = 1, Mixup = 1, CopyPaste = 1 }).Apply(Noise(), s_truth, new Random(1));
        Assert.Equal(Noise().Pixels, made.Image.Pixels);
        Assert.Single(made.GroundTruth.Boxes);
    }

    private sealed class Others : IImagePool
    {
        public int Count => 3;

        public (Image Image, GroundTruth GroundTruth) Read(int index, GroundTruth partner)
        {
            var picture = new Image(12 + index, 24);
            picture.Pixels.AsSpan().Fill((byte)(50 * index));
            return (picture, new([new(1, 1, 9, 20)], [index]));
        }
    }

    private static Image Noise()
    {
        var picture = new Image(20, 16);
        new Random(1).NextBytes(picture.Pixels);
        return picture;
    }
}
