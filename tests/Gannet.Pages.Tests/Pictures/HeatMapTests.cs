using Gannet.Pages.Pictures;

namespace Gannet.Pages.Tests.Pictures;

public sealed class HeatMapTests
{
    [Fact]
    public void Brightness_rises_with_the_number()
    {
        var map = HeatMap.Draw([0, 1, 2, 3, 4], 5, 1);
        Assert.Equal((190, 38), (map.Width, map.Height)); // 192 / 5 = 38 pixels per number
        var brightness = Enumerable.Range(0, 5).Select(k => Brightness(map, k * 38)).ToArray();
        Assert.Equal(brightness.Order(), brightness);
        Assert.Equal((68, 1, 84), (map.Pixels[0], map.Pixels[1], map.Pixels[2]));
    }

    [Fact]
    public void A_constant_map_and_undefined_numbers_are_dark()
    {
        Assert.Equal(68, HeatMap.Draw([2, 2], 2, 1).Pixels[0]);
        Assert.Equal(68, HeatMap.Draw([float.NaN, 1], 2, 1).Pixels[0]);
        Assert.Equal((0f, 1f), HeatMap.RangeOf([float.NaN]));
    }

    [Fact]
    public void Outside_its_area_a_map_leaves_the_picture_grey()
    {
        var picture = new Image(4, 4);
        picture.Pixels.AsSpan().Fill(100);
        var drawn = HeatMap.Over(picture, new(0, 0, 2, 2), [0, 1, 1, 1], 2);
        Assert.Equal([100, 100, 100], drawn.Row(3)[9..12].ToArray());
        Assert.NotEqual(drawn.Row(0)[0..3].ToArray(), drawn.Row(0)[3..6].ToArray());
        Assert.All(picture.Pixels, static value => Assert.Equal(100, value));
    }

    [Fact]
    public void The_numbers_must_fill_the_map() => Assert.Throws<ArgumentException>(() => HeatMap.Draw([1, 2], 3, 1));

    private static int Brightness(Image map, int x) => map.Pixels[3 * x] * 77 + map.Pixels[3 * x + 1] * 151 + map.Pixels[3 * x + 2] * 28;
}
