namespace Gannet.Cli.Tests.Commands;

/// <summary>How <c>train</c> handles faulty data.</summary>
[Collection(TorchTests.Name)]
public sealed class TrainCommandDataTests
{
    private const string NoArea = "<xmin>10</xmin><ymin>12</ymin><xmax>10</xmax><ymax>32</ymax>";

    [Fact]
    public async Task Pictures_without_any_object_teach_nothing()
    {
        using var folder = new TemporaryFolder();
        VocFolder.Add(folder, "a", NoArea);
        var run = await CommandRun.Of(TrainedRun.Arguments(folder.Path, folder.File("run")));
        run.OneLineOfWrongInput("there is no object to learn from in 1 pictures; see 'gannet data check --data");
    }

    [Fact]
    public async Task Bad_records_are_named_left_out_and_counted()
    {
        using var folder = Faulty();
        var run = await CommandRun.Of(TrainedRun.Arguments(folder.Path, folder.File("run"), "--max-steps", "1", "--val-split", "none"));
        Assert.Equal(0, run.Code);
        Assert.Contains("flat.xml, line 2: the box [10, 12, 10, 32] of class 'cell' has no area; left out", run.Error, StringComparison.Ordinal);
        Assert.Contains("cut.png: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("2 bad records are left out", run.Error, StringComparison.Ordinal);
        Assert.Contains("3 pictures to learn from, none to validate", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("run/evaluation.json")));
        Assert.True(File.Exists(folder.File("run/report/examples/3.jpg")));
    }

    [Fact]
    public async Task Strict_makes_the_first_bad_record_an_error()
    {
        using var folder = Faulty();
        var run = await CommandRun.Of(TrainedRun.Arguments(folder.Path, folder.File("run"), "--strict"));
        run.OneLineOfWrongInput("flat.xml, line 2");

        File.Delete(folder.File("flat.xml"));
        File.Delete(folder.File("flat.png"));
        run = await CommandRun.Of(TrainedRun.Arguments(folder.Path, folder.File("run"), "--strict"));
        run.OneLineOfWrongInput("cut.png: ");
    }

    [Fact]
    public async Task Where_only_validation_pictures_are_a_split_they_are_not_learnt_from()
    {
        using var folder = new TemporaryFolder();
        using var target = new TemporaryFolder();
        for (var i = 0; i < 4; i++) VocFolder.Add(folder, $"p{i}", grey: (byte)(i * 20));
        await CommandRun.Of("data", "split", "--data", folder.Path, "--out", target.Path, "--fractions", "mine=.5,val=.5");
        var run = await CommandRun.Of(TrainedRun.Arguments(target.Path, folder.File("run"), "--max-steps", "1"));
        Assert.Contains("2 pictures of split 'mine' to learn from, 2 of 'val' to validate", run.Error, StringComparison.Ordinal);
    }

    // Two valid pictures, one with a box without area, one that is truncated.
    private static TemporaryFolder Faulty()
    {
        var folder = new TemporaryFolder();
        VocFolder.Add(folder, "a", grey: 9);
        VocFolder.Add(folder, "b", grey: 99);
        VocFolder.Add(folder, "flat", NoArea, grey: 1);
        VocFolder.Add(folder, "cut", grey: 3);
        File.WriteAllBytes(folder.File("cut.png"), File.ReadAllBytes(folder.File("cut.png"))[..^8]);
        return folder;
    }
}
