using Gannet.Training.Augmentations;

namespace Gannet.Training.Tests.Augmentations;

public sealed class CanvasTests
{
    [Fact]
    public void The_same_size_is_the_same_picture()
    {
        var picture = new Image(3, 2);
        Assert.Same(picture, Canvas.Resize(picture, 3, 2));
    }

    // By hand: a quarter of the size is the mean of sixteen; three quarters lie between two.
    [Fact]
    public void Shrinking_skips_no_pixel()
    {
        var picture = new Image(4, 4);
        picture.Row(1)[3] = 160;
        Assert.Equal([10, 0, 0], Canvas.Resize(picture, 1, 1).Pixels);
    }

    [Fact]
    public void Growing_interpolates()
    {
        Image picture = new(2, 1, [0, 100, 200, 100, 200, 100]);
        // Half-pixel centres: the new ones are at -.25, .25, .75 and 1.25 of the old.
        Assert.Equal([0, 100, 200, 25, 125, 175, 75, 175, 125, 100, 200, 100], Canvas.Resize(picture, 4, 1).Pixels);
    }

    [Fact]
    public void Every_value_survives_resizing()
    {
        for (var value = 0; value < 256; value++)
        {
            var picture = new Image(3, 3);
            picture.Pixels.AsSpan().Fill((byte)value);
            Assert.All(Canvas.Resize(picture, 4, 5).Pixels, v => Assert.Equal(value, v));
        }
    }

    [Fact]
    public void Blank_is_padding_and_parts_cover_it()
    {
        var canvas = Canvas.Blank(3, 2);
        Canvas.Place(canvas, new Image(1, 1), 2, 1);
        Assert.Equal([124, 116, 104, 124, 116, 104, 124, 116, 104, 124, 116, 104, 124, 116, 104, 0, 0, 0], canvas.Pixels);
    }
}
