using Gannet.Datasets.Checking;

namespace Gannet.Datasets.Tests.Checking;

public class SplitCheckTests
{
    [Fact]
    public void Lists_that_name_what_is_not_there_are_empty_or_share_pictures_are_found()
    {
        using var folder = Voc().Text("ImageSets/Main/train.txt", "a\nb\ngone\n").Text("ImageSets/Main/val.txt", "b\n").Text("ImageSets/Main/test.txt", "\n");
        var problems = Check(folder);
        Assert.Equal([DataProblemKind.EmptySplit, DataProblemKind.SharedPicture, DataProblemKind.MissingAnnotations], problems.Select(static p => p.Kind).Order());
        Assert.Contains(problems, static p => p.What.Contains("the splits 'train' and 'val' share a picture, such as 'b.png'", StringComparison.Ordinal));
        Assert.Contains(problems, static p => p.What.Contains("'test' has no picture", StringComparison.Ordinal));
        Assert.All(problems, static p => Assert.DoesNotContain('\n', p.ToString()));
    }

    [Fact]
    public void Trainval_holds_both_on_purpose()
    {
        using var folder = Voc().Text("ImageSets/Main/train.txt", "a\n").Text("ImageSets/Main/val.txt", "b\n").Text("ImageSets/Main/trainval.txt", "a\nb\n");
        Assert.Empty(Check(folder));
    }

    [Fact]
    public void A_data_set_without_pictures_is_said()
    {
        using var folder = new DatasetFolder().Text("d.json", """{"images": [], "annotations": [], "categories": []}""");
        Assert.Equal(DataProblemKind.EmptySplit, Check(folder)[0].Kind);
    }

    [Fact]
    public void Copies_under_another_name_are_said()
    {
        using var folder = new DatasetFolder().Image("a.png").Image("b.png").Image("c.png", 120);
        AnnotatedDataset Split(params string[] names) =>
            Scene.Dataset(1, [.. names.Select(name => Scene.Image(1) with { FileName = name, Path = Path.Combine(folder.Path, name) })]);
        var problem = SplitCheck.Copies(("train", Split("a.png")), ("val", Split("b.png", "c.png")), "data");
        Assert.Equal("a picture of the split 'val', such as 'b.png', is a copy of a picture of 'train'", problem!.What);
        Assert.Null(SplitCheck.Copies(("train", Split("a.png")), ("val", Split("a.png", "c.png", "gone.png")), "data"));
    }

    private static IReadOnlyList<DataProblem> Check(DatasetFolder folder) => SplitCheck.FindProblems(folder.Path, folder.Read(), new());

    private static DatasetFolder Voc() => new DatasetFolder().Image("JPEGImages/a.png").Image("JPEGImages/b.png")
        .Xml("Annotations/a.xml", "a.png", ("pin", "1 2 30 40")).Xml("Annotations/b.xml", "b.png", ("pin", "1 2 30 40"));
}
