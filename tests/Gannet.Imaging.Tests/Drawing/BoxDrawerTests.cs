using Gannet.Imaging.Drawing;
using Gannet.Masks;

namespace Gannet.Imaging.Tests.Drawing;

public sealed class BoxDrawerTests
{
    [Fact]
    public void The_frame_has_the_colour_of_the_class_and_the_inside_stays()
    {
        var picture = Grey(200, 150);
        var drawn = BoxDrawer.Draw(picture, [new DrawnBox(new(50, 60, 150, 120), 1, "")]);
        Assert.All(picture.Pixels, static value => Assert.Equal(128, value));
        Assert.Equal(ClassPalette.Of(1), At(drawn, 50, 60));
        Assert.Equal(ClassPalette.Of(1), At(drawn, 149, 119));
        Assert.Equal((128, 128, 128), At(drawn, 100, 90));
        Assert.Equal((128, 128, 128), At(drawn, 160, 90));
    }

    [Fact]
    public void In_place_the_picture_keeps_its_size_whatever_room_labels_need()
    {
        DrawnBox[] boxes = [.. Enumerable.Range(0, 60).Select(static k => new DrawnBox(new(k % 10 * 20, k / 10 * 25, k % 10 * 20 + 19, k / 10 * 25 + 24), k, "a name too long for its box 99%"))];
        Assert.True(BoxDrawer.Draw(Grey(200, 150), boxes).Height > 150);
        var picture = Grey(200, 150);
        BoxDrawer.DrawInPlace(picture, boxes);
        Assert.Equal(150, picture.Height);
        Assert.Equal(ClassPalette.Of(0), At(picture, 0, 0));

        var alone = Grey(200, 150);
        BoxDrawer.DrawInPlace(alone, [new(new(50, 60, 150, 120), 1, "cell 90%")]);
        Assert.Equal(BoxDrawer.Draw(Grey(200, 150), [new(new(50, 60, 150, 120), 1, "cell 90%")]).Pixels, alone.Pixels);
    }

    [Fact]
    public void A_mask_is_shaded_half_in_the_colour_of_its_class()
    {
        var mask = RunLengthMask.FromPolygons([[60, 70, 100, 70, 100, 110, 60, 110]], 150, 200);
        var drawn = BoxDrawer.Draw(Grey(200, 150), [new DrawnBox(new(50, 60, 150, 120), 1, "") { Mask = mask }]);
        var (r, g, b) = ClassPalette.Of(1);
        Assert.Equal(((byte)((128 + r + 1) / 2), (byte)((128 + g + 1) / 2), (byte)((128 + b + 1) / 2)), At(drawn, 80, 90));
        Assert.Equal((128, 128, 128), At(drawn, 120, 90));
        Assert.Equal(ClassPalette.Of(1), At(drawn, 50, 60));
        Assert.Throws<ArgumentException>(() => BoxDrawer.Draw(Grey(100, 150), [new DrawnBox(new(50, 60, 150, 120), 1, "") { Mask = mask }]));
    }

    [Theory]
    [InlineData(0, 0, 30, 20)]
    [InlineData(170, 0, 200, 20)]
    [InlineData(180, 130, 260, 190)]
    [InlineData(-50, -50, 250, 200)]
    public void A_label_stays_inside_the_picture(float x1, float y1, float x2, float y2)
    {
        var plain = BoxDrawer.Draw(Grey(200, 150), [new DrawnBox(new(x1, y1, x2, y2), 0, "")]);
        var labelled = BoxDrawer.Draw(Grey(200, 150), [new DrawnBox(new(x1, y1, x2, y2), 0, "cell 90%")]);

        // The same whole tab wherever the box is: about 40 wide and 12 high.
        var changed = Enumerable.Range(0, 200 * 150).Count(i => plain.Pixels.AsSpan(i * 3, 3).SequenceEqual(labelled.Pixels.AsSpan(i * 3, 3)) is false);
        Assert.InRange(changed, 500, 1500);
    }

    [Fact]
    public void Labels_make_room_for_each_other()
    {
        DrawnBox[] boxes = [new(new(50, 60, 150, 120), 0, "one"), new(new(50, 60, 149, 120), 1, "two")];
        var drawn = BoxDrawer.Draw(Grey(200, 150), boxes);
        Assert.True(Count(drawn, ClassPalette.Of(0)) > 150 && Count(drawn, ClassPalette.Of(1)) > 150);
    }

    [Fact]
    public void Boxes_that_cannot_be_seen_draw_nothing()
    {
        DrawnBox[] boxes =
        [
            new(new(300, 10, 320, 40), 0, "outside"), new(new(10, 10, 10, 20), 0, "empty"), new(new(30, 30, 20, 20), 0, "inverted"),
            new(new(float.NaN, 0, 5, 5), 0, "not a number"),
        ];
        Assert.Equal(Grey(200, 150).Pixels, BoxDrawer.Draw(Grey(200, 150), boxes).Pixels);
    }

    [Fact]
    public void Any_text_and_any_picture_will_do()
    {
        var text = "zelle \u00e4\u00f6\u00fc \u7ec6\u80de \0 \n " + new string('x', 500);
        Assert.Equal(1, BoxDrawer.Draw(Grey(1, 1), [new DrawnBox(new(0, 0, 1, 1), 70, text)]).Width);
        Assert.Equal(9, BoxDrawer.Draw(Grey(9, 300), [new DrawnBox(new(0, 0, 9, 300), 5, text)]).Width);
    }

    [Fact]
    public void A_score_is_a_percentage() =>
        Assert.Equal("dog 97%", DrawnBox.Of(new DetectedObject(new(0, 0, 1, 1), 0, .968f), ["dog"]).Text);

    private static Image Grey(int width, int height)
    {
        var picture = new Image(width, height);
        Array.Fill(picture.Pixels, (byte)128);
        return picture;
    }

    private static (byte R, byte G, byte B) At(Image picture, int x, int y) => picture.Row(y)[(x * 3)..] is var pixel
        ? (pixel[0], pixel[1], pixel[2])
        : default;

    // A tab is nine tenths opaque, so its colour is near the class's own.
    private static int Count(Image picture, (byte R, byte G, byte B) colour) => picture.Pixels.Chunk(3).Count(
        pixel => Math.Abs(pixel[0] - colour.R) < 16 && Math.Abs(pixel[1] - colour.G) < 16 && Math.Abs(pixel[2] - colour.B) < 16);
}
