using Gannet.Datasets.Checking;
using Gannet.Imaging.Codecs;

namespace Gannet.Datasets.Tests.Checking;

public class ImageCheckTests
{
    [Fact]
    public void Damaged_missized_missing_and_duplicate_pictures_are_named()
    {
        using var folder = new TemporaryFolder();
        AnnotatedImage Image(string name, int width = 8, int height = 6) => new() { FileName = name, Path = folder.File(name), Id = 1, Width = width, Height = height };
        ImageEncoder.Write(new Image(8, 6), folder.File("good.png"));
        ImageEncoder.Write(new Image(9, 6), folder.File("wide.png"));
        File.Copy(folder.File("good.png"), folder.File("again.png"));
        File.WriteAllBytes(folder.File("cut.png"), File.ReadAllBytes(folder.File("good.png"))[..40]);
        var dataset = Scene.Dataset(
            1, Image("good.png"), Image("wide.png"), Image("cut.png"), Image("gone.png"), Image("again.png"));

        var problems = ImageCheck.FindProblems(dataset);
        Assert.Equal(
            [("wide.png", DataProblemKind.SizeMismatch), ("cut.png", DataProblemKind.UnreadablePicture), ("gone.png", DataProblemKind.UnreadablePicture), ("again.png", DataProblemKind.DuplicatePicture)],
            problems.Select(static p => (Path.GetFileName(p.File), p.Kind)));
        Assert.All(problems, static p => Assert.DoesNotContain('\n', p.ToString()));
    }

    [Fact]
    public void A_size_that_is_not_stated_is_no_problem()
    {
        using var folder = new TemporaryFolder();
        ImageEncoder.Write(new Image(8, 6), folder.File("a.png"));
        Assert.Empty(
            ImageCheck.FindProblems(
                Scene.Dataset(1, new AnnotatedImage { FileName = "a.png", Path = folder.File("a.png"), Id = 1 })));
    }
}
