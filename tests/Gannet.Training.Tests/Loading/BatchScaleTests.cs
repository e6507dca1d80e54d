using Gannet.Detection.Images;
using Gannet.Training.Loading;

namespace Gannet.Training.Tests.Loading;

public sealed class BatchScaleTests
{
    [Fact]
    public void Two_numbers_are_a_range()
    {
        var sizes = Draw(new() { MinSize = 100, MaxSize = 200 }, [.5, 1.5], 400);
        Assert.All(sizes, static s => Assert.InRange(s.MinSize, 50, 150));
        Assert.All(sizes, static s => Assert.InRange(s.MaxSize - 2 * s.MinSize, -1, 1));
        Assert.InRange(sizes.Min(static s => s.MinSize), 50, 55);
        Assert.InRange(sizes.Max(static s => s.MinSize), 145, 150);
    }

    [Fact]
    public void Three_are_a_choice_and_one_is_fixed()
    {
        var sizes = Draw(new() { MinSize = 100, MaxSize = 200 }, [.5, .75, 1], 100);
        Assert.Equal([(50, 100), (75, 150), (100, 200)], sizes.Select(static s => (s.MinSize, s.MaxSize)).Distinct().Order());
        Assert.Equal((80, 160), Draw(new() { MinSize = 100, MaxSize = 200 }, [.8], 1).Select(static s => (s.MinSize, s.MaxSize)).Single());
    }

    [Fact]
    public void Squares_stay_divisible()
    {
        var sizes = Draw(new() { Mode = ResizeMode.Square, MinSize = 128, MaxSize = 256, SizeDivisor = 64 }, [.1, 1], 100);
        Assert.Equal([64, 128, 192, 256], sizes.Select(static s => s.MaxSize).Distinct().Order());
        Assert.All(sizes, static s => Assert.True(s.MinSize <= s.MaxSize));
    }

    [Fact]
    public void None_is_the_transform_itself_and_draws_nothing()
    {
        var (transform, random) = (new ImageTransform(new()), new Random(1));
        Assert.Same(transform, new BatchScale(transform, []).Draw(random));
        Assert.Equal(new Random(1).Next(), random.Next());
    }

    [Fact]
    public void A_transform_that_does_not_scale_is_refused() => Assert.Contains("scale_jitter", Assert.Throws<InvalidOptionException>(
        static () => new BatchScale(new(new() { Mode = ResizeMode.None }), [.5, 1])).Message, StringComparison.Ordinal);

    private static List<TransformOptions> Draw(TransformOptions options, double[] scales, int count)
    {
        var (scale, random) = (new BatchScale(new(options), scales), new Random(1));
        return [.. Enumerable.Range(0, count).Select(_ => scale.Draw(random).Options)];
    }
}
