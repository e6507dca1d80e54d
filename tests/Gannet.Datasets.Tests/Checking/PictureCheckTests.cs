using Gannet.Datasets.Checking;
using Gannet.Imaging.Codecs;

namespace Gannet.Datasets.Tests.Checking;

public class PictureCheckTests
{
    [Fact]
    public void Damaged_missized_missing_and_duplicate_pictures_are_named()
    {
        using var folder = new TemporaryFolder();
        AnnotatedPicture Picture(string name, int width = 8, int height = 6) => new() { FileName = name, Path = folder.File(name), Id = 1, Width = width, Height = height };
        PictureEncoder.Write(new Picture(8, 6), folder.File("good.png"));
        PictureEncoder.Write(new Picture(9, 6), folder.File("wide.png"));
        File.Copy(folder.File("good.png"), folder.File("again.png"));
        File.WriteAllBytes(folder.File("cut.png"), File.ReadAllBytes(folder.File("good.png"))[..40]);
        var dataset = Scene.Dataset(
            1, Picture("good.png"), Picture("wide.png"), Picture("cut.png"), Picture("gone.png"), Picture("again.png"));

        var problems = PictureCheck.FindProblems(dataset);
        Assert.Equal(
            [("wide.png", DataProblemKind.SizeMismatch), ("cut.png", DataProblemKind.UnreadablePicture), ("gone.png", DataProblemKind.UnreadablePicture), ("again.png", DataProblemKind.DuplicatePicture)],
            problems.Select(static p => (Path.GetFileName(p.File), p.Kind)));
        Assert.All(problems, static p => Assert.DoesNotContain('\n', p.ToString()));
    }

    [Fact]
    public void A_size_that_is_not_stated_is_no_problem()
    {
        using var folder = new TemporaryFolder();
        PictureEncoder.Write(new Picture(8, 6), folder.File("a.png"));
        Assert.Empty(
            PictureCheck.FindProblems(
                Scene.Dataset(1, new AnnotatedPicture { FileName = "a.png", Path = folder.File("a.png"), Id = 1 })));
    }
}
