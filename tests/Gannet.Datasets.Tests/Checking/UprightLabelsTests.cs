using Gannet.Datasets.Checking;
using Gannet.Datasets.Reading;
using Gannet.Imaging.Codecs;
using Gannet.Imaging.Headers;
using Gannet.Masks;

namespace Gannet.Datasets.Tests.Checking;

// The fixtures are stored as 23x17 pixels; orientations 5 to 8 make them 17x23.
public class UprightLabelsTests
{
    private const int Width = 23, Height = 17;
    private static readonly Box s_box = new(2, 1, 9, 5);

    // The decoder is the oracle: what it makes of a picture with one object in it, its labels must be made into.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Boxes_outlines_and_masks_turn_as_the_pixels_do(int orientation)
    {
        var bitmap = new byte[Width * Height];
        for (var y = 1; y < 5; y++) bitmap.AsSpan(y * Width + 2, 7).Fill(1);
        bitmap[Width + 2] = 0; // so that every turn and mirror image looks different
        var runs = RunLengthMask.FromBitmap(bitmap, Height, Width).ToRunLengths();
        var stored = new Image(Width, Height);
        for (var k = 0; k < bitmap.Length; k++) stored.Pixels[3 * k] = bitmap[k];
        var upright = ExifOrientation.Apply(stored, orientation);

        var picture = Picture("", Width, Height) with
        {
            Annotations =
            [
                new() { Box = s_box, Written = WrittenBox.Of(s_box), Label = 0, Segmentation = new([], runs) },
                new() { Box = s_box, Label = 0, Segmentation = new([[2, 1, 9, 1, 9, 5, 2, 5]]) },
            ],
        };
        var turned = UprightTurn.Of(new(ImageFormat.Jpeg, upright.Width, upright.Height, orientation)).Apply(picture);

        Assert.Equal((upright.Width, upright.Height), (turned.Width, turned.Height));
        var mask = RunLengthMask.From(turned.Annotations[0].Segmentation!.Runs!);
        Assert.Equal(upright.Pixels.Where(static (_, k) => k % 3 == 0), mask.ToBitmap());
        Assert.Equal(mask.Box, turned.Annotations[0].Box);
        Assert.Equal(mask.Box, turned.Annotations[0].Written!.Value.ToBox());
        Assert.Null(turned.Annotations[1].Written);
        Assert.Equal(mask.Box, RunLengthMask.From(turned.Annotations[1].Segmentation!, upright.Height, upright.Width).Box);
    }

    [Fact]
    public void The_stated_size_tells_which_labels_were_drawn_on_stored_pixels()
    {
        var (turned, kinds) = Read(Picture("orientation-6.jpg", Width, Height), Picture("orientation-8.jpg", Height, Width), Picture("rgb.jpg", Width, Height));
        Assert.Equal([DataProblemKind.TurnedLabels], kinds);
        Assert.Equal((Height, Width, new Box(Height - 5, 2, Height - 1, 9)), (turned[0].Width, turned[0].Height, turned[0].Annotations[0].Box));
        Assert.Equal([s_box, s_box], turned.Skip(1).Select(static p => p.Annotations[0].Box));
    }

    // Upside down, the size is the same.
    [Fact]
    public void Where_the_size_does_not_tell_the_other_pictures_do()
    {
        var doubtful = Picture("orientation-3.jpg", Width, Height);
        var (drawnOnStored, drawnUpright) = (Picture("orientation-6.jpg", Width, Height), Picture("orientation-8.jpg", Height, Width));
        Assert.Equal(new Box(Width - 9, Height - 5, Width - 2, Height - 1), Read(doubtful, drawnOnStored).Pictures[0].Annotations[0].Box);
        foreach (AnnotatedImage[] others in (AnnotatedImage[][])[[], [drawnUpright], [drawnOnStored, drawnUpright]])
            Assert.Equal(s_box, Read([doubtful, .. others]).Pictures[0].Annotations[0].Box);
    }

    [Fact]
    public void Missing_and_damaged_pictures_stay_as_they_are()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("damaged.jpg"), [1, 2, 3]);
        var pictures = new[] { "missing.jpg", "damaged.jpg" }.Select(name => Picture(name, Width, Height) with { Path = folder.File(name) });
        var (kept, kinds) = Read([.. pictures]);
        Assert.Empty(kinds);
        Assert.All(kept, static p => Assert.Equal(s_box, p.Annotations[0].Box));
    }

    [Fact]
    public void Without_labels_there_is_nothing_to_say() =>
        Assert.Empty(Read(Picture("orientation-6.jpg", Width, Height) with { Annotations = [] }).Kinds);

    private static (IReadOnlyList<AnnotatedImage> Pictures, IEnumerable<DataProblemKind> Kinds) Read(params AnnotatedImage[] pictures)
    {
        var (upright, problems) = UprightLabels.Of(new DatasetReading(Scene.Dataset(1, pictures), []));
        Assert.All(problems, static p => Assert.False(p.LeftOut));
        return (upright.Images, problems.Select(static p => p.Kind));
    }

    private static AnnotatedImage Picture(string name, int width, int height) => new()
    {
        FileName = name,
        Path = Repository.Fixture($"pictures/{name}"),
        Id = 1,
        Width = width,
        Height = height,
        Annotations = [new() { Box = s_box, Label = 0 }],
    };
}
