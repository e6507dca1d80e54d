using Gannet.Training.Augmentations;

namespace Gannet.Training.Tests.Augmentations;

public sealed class ColourJitterTests
{
    [Fact]
    public void No_strength_changes_nothing()
    {
        var picture = Colourful();
        Assert.Equal(picture.Pixels, ColourJitter.Apply(picture, 0, new Random(1)).Pixels);
    }

    [Fact]
    public void The_original_is_left_and_the_source_decides()
    {
        var picture = Colourful();
        var before = picture.Pixels.ToArray();
        var changed = ColourJitter.Apply(picture, 0.5, new Random(1));
        Assert.Equal(before, picture.Pixels);
        Assert.NotEqual(before, changed.Pixels);
        Assert.Equal(changed.Pixels, ColourJitter.Apply(picture, 0.5, new Random(1)).Pixels);
        Assert.NotEqual(changed.Pixels, ColourJitter.Apply(picture, 0.5, new Random(2)).Pixels);
    }

    [Fact]
    public void An_even_grey_only_changes_in_brightness_and_within_bounds()
    {
        var picture = new Image(4, 4);
        picture.Pixels.AsSpan().Fill(100);
        var seen = new List<int>();
        for (var seed = 0; seed < 200; seed++)
        {
            var pixels = ColourJitter.Apply(picture, 0.2, new Random(seed)).Pixels;
            Assert.All(pixels, value => Assert.Equal(pixels[0], value));
            seen.Add(pixels[0]);
        }

        // 100 · (1 ± .2), rounded.
        Assert.InRange(seen.Min(), 80, 84);
        Assert.InRange(seen.Max(), 116, 120);
    }

    [Fact]
    public void Values_end_at_black_and_white()
    {
        var picture = new Image(2, 1, [255, 255, 255, 0, 0, 0]);
        for (var seed = 0; seed < 50; seed++)
        {
            var pixels = ColourJitter.Apply(picture, 0.99, new Random(seed)).Pixels;
            Assert.True(pixels[0] >= pixels[3], "white stays at least as bright as black");
        }
    }

    private static Image Colourful()
    {
        var picture = new Image(16, 8);
        new Random(3).NextBytes(picture.Pixels);
        return picture;
    }
}
