using Gannet.Training.Augmentations;

namespace Gannet.Training.Tests.Augmentations;

public sealed class ToneJitterTests
{
    [Fact]
    public void Nothing_is_drawn_or_changed_where_all_is_off()
    {
        var (picture, random) = (Colourful(), new Random(1));
        new ToneJitter(new()).ApplyInPlace(picture, random);
        Assert.Equal(Colourful().Pixels, picture.Pixels);
        Assert.Equal(new Random(1).Next(), random.Next());
    }

    // A range of one number removes randomness: every pixel follows the formula.
    [Fact]
    public void Gamma_is_a_power_of_the_value() => AssertMapped(
        new() { Gamma = [.5, .5] }, static (value, _) => 255 * Math.Sqrt(value / 255));

    [Fact]
    public void Contrast_is_a_factor_about_the_mean_of_the_channel() => AssertMapped(
        new() { Contrast = [.25, .25] }, static (value, mean) => mean + (value - mean) / 4);

    [Fact]
    public void Gamma_comes_before_contrast()
    {
        var options = new AugmentationOptions { Gamma = [2, 2], Contrast = [0, 0] };
        var changed = Apply(options, 1);
        // With contrast 0, every pixel of a channel becomes its mean after gamma.
        for (var c = 0; c < 3; c++)
        {
            var expected = Channel(Colourful(), c).Average(static v => 255 * Math.Pow(v / 255.0, 2));
            Assert.All(Channel(changed, c), v => Assert.InRange(v, expected - .51, expected + .51));
        }
    }

    [Fact]
    public void Brightness_shifts_every_pixel_alike_up_to_its_bound()
    {
        var shifts = new List<int>();
        for (var seed = 0; seed < 300; seed++)
        {
            var picture = Grey(128);
            new ToneJitter(new() { Brightness = .3 }).ApplyInPlace(picture, new Random(seed));
            Assert.All(picture.Pixels, value => Assert.Equal(picture.Pixels[0], value));
            shifts.Add(picture.Pixels[0] - 128);
        }

        // ±.3 · 255 = ±76.5.
        Assert.InRange(shifts.Min(), -77, -70);
        Assert.InRange(shifts.Max(), 70, 77);
    }

    [Fact]
    public void Noise_has_the_deviation_that_was_drawn_and_no_mean()
    {
        var largest = 0.0;
        for (var seed = 0; seed < 50; seed++)
        {
            var picture = Grey(128, 100, 100);
            new ToneJitter(new() { Noise = .05 }).ApplyInPlace(picture, new Random(seed));
            // 30,000 values with a standard deviation of at most 13: the mean is within 5 · 13 / √30000.
            Assert.InRange(picture.Pixels.Average(static v => (double)v), 127.6, 128.4);
            largest = Math.Max(largest, Math.Sqrt(picture.Pixels.Average(static v => (v - 128.0) * (v - 128.0))));
        }

        Assert.InRange(largest, 11, 12.9);
    }

    [Fact]
    public void The_source_decides_and_values_end_at_black_and_white()
    {
        var options = new AugmentationOptions { Gamma = [.8, 1.2], Contrast = [.3, 1.3], Brightness = .3, Noise = .025 };
        Assert.Equal(Apply(options, 3).Pixels, Apply(options, 3).Pixels);
        Assert.NotEqual(Apply(options, 3).Pixels, Apply(options, 4).Pixels);
        var picture = new Image(2, 1, [255, 255, 255, 0, 0, 0]);
        new ToneJitter(new() { Contrast = [10, 10] }).ApplyInPlace(picture, new Random(1));
        Assert.Equal([255, 255, 255, 0, 0, 0], picture.Pixels);
    }

    private static void AssertMapped(AugmentationOptions options, Func<double, double, double> expected)
    {
        var (before, after) = (Colourful(), Apply(options, 1));
        for (var c = 0; c < 3; c++)
        {
            byte[] values = Channel(before, c), changed = Channel(after, c);
            var mean = values.Average(static v => (double)v);
            for (var k = 0; k < values.Length; k++) Assert.InRange(changed[k], expected(values[k], mean) - .51, expected(values[k], mean) + .51);
        }

        Assert.NotEqual(before.Pixels, after.Pixels);
    }

    private static Image Apply(AugmentationOptions options, int seed)
    {
        var picture = Colourful();
        new ToneJitter(options).ApplyInPlace(picture, new Random(seed));
        return picture;
    }

    private static byte[] Channel(Image picture, int channel) => [.. picture.Pixels.Where((_, k) => k % 3 == channel)];

    private static Image Grey(byte value, int width = 4, int height = 4)
    {
        var picture = new Image(width, height);
        picture.Pixels.AsSpan().Fill(value);
        return picture;
    }

    // Each channel has a different mean.
    private static Image Colourful()
    {
        var picture = new Image(16, 8);
        new Random(3).NextBytes(picture.Pixels);
        for (var k = 0; k < picture.Pixels.Length; k += 3) picture.Pixels[k] /= 2;
        return picture;
    }
}
