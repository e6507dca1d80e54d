using Gannet.Datasets;
using Gannet.Training.Recipes;

namespace Gannet.Training.Tests.Recipes;

public sealed class DataProfileTests
{
    // Eleven cells of 20 × 20 to 30 × 30 and twelve of 100 × 50 in pictures of 400 × 200.
    [Fact]
    public void Sides_are_shares_of_the_shorter_side_and_the_smallest_class_is_found()
    {
        var small = Enumerable.Range(20, 11).Select(static k => Of(0, k, k));
        var large = Enumerable.Repeat(Of(1, 100, 50), 12);
        var profile = DataProfile.Of(Data([.. small, .. large], [Of(1, 100, 50)], []));
        Assert.Equal("cell", profile.SmallestName);
        Assert.Equal(22 / 200.0, profile.SmallestClass.Quartile, 6); // the third of eleven: round(.25 · 10) is 2
        Assert.Equal(25 / 200.0, profile.SmallestClass.Median, 6);
        Assert.Equal(Math.Sqrt(100 * 50) / 200, profile.Side.High, 6);
        Assert.Equal((200, 2.0), (profile.ShortSide, profile.Elongation.Most));
        Assert.Equal(23, profile.ObjectsPerPicture.Most);
        Assert.Equal(1 / 3.0, profile.RarestClass, 6);
        Assert.Equal(24, profile.Shapes.Count);
        Assert.Contains((0.25f, 0.5f), profile.Shapes);
    }

    [Fact]
    public void A_class_of_a_few_objects_does_not_decide_and_crowds_do_not_count()
    {
        var crowd = Of(0, 4, 4) with { IsCrowd = true };
        var profile = DataProfile.Of(Data([crowd, Of(0, 5, 5), .. Enumerable.Repeat(Of(1, 40, 40), 10)]));
        Assert.Equal("plate", profile.SmallestName);
        Assert.Equal(11, profile.ObjectsPerPicture.Most);
    }

    [Fact]
    public void Data_without_an_object_of_known_size_are_refused_with_a_cure()
    {
        var unknown = Data([Of(0, 5, 5)]);
        unknown = unknown with { Images = [.. unknown.Images.Select(static p => p with { Width = 0 })] };
        Assert.Contains("name a preset with --preset", Assert.Throws<InvalidDataException>(() => DataProfile.Of(unknown)).Message, StringComparison.Ordinal);
    }

    internal static AnnotatedDataset Data(params Annotation[][] pictures) => new()
    {
        Root = "data",
        Format = AnnotationFormat.Coco,
        Classes = ["cell", "plate"],
        CategoryIds = [1, 2],
        Images = [.. pictures.Select(static (objects, k) => new AnnotatedImage
        {
            FileName = $"{k}.png", Path = $"{k}.png", Id = k + 1, Width = 400, Height = 200, Annotations = objects,
        })],
    };

    private static Annotation Of(int label, int width, int height) => new() { Box = new(10, 10, 10 + width, 10 + height), Label = label };
}
