namespace Gannet.Cli.Tests.Commands;

[Collection(TorchTests.Name)]
public sealed class TrainCommandAutoTests(TrainedRun trained)
{
    [Fact]
    public async Task Without_a_preset_rules_choose_say_why_and_save_what_a_resumed_training_uses()
    {
        using var folder = new TemporaryFolder();
        string[] arguments =
        [
            "train", "--data", trained.Data, "--out", folder.File("run"), "--min-size", "64", "--max-size", "64", "--max-steps", "3", "--batch", "2",
            "--set", "neck.channels=16", "--set", "head.width=32",
        ];
        var run = await CommandRun.Of(arguments);
        Assert.True(run.Code == 0, run.Error);
        foreach (var what in (string[])["input", "backbone", "anchors", "minibatch", "schedule"]) Assert.Contains($"  {what}: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("  input: short side 64, long side up to 64 (as asked for)", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.File("run/model.safetensors")));
        Assert.Contains("minutes: 30", await File.ReadAllTextAsync(folder.File("run/options.yaml")), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(folder.File("run/events")));

        var resumed = await CommandRun.Of([.. arguments, "--resume"]);
        Assert.True(resumed.Code == 0, resumed.Error);
        Assert.DoesNotContain("  minibatch: ", resumed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_size_in_a_section_of_settings_is_one_that_was_asked_for()
    {
        using var folder = new TemporaryFolder();
        var run = await CommandRun.Of(
            "train", "--data", trained.Data, "--out", folder.File("run"), "--set", "transform={min_size: 64, max_size: 96}", "--max-steps", "1", "--batch", "2",
            "--set", "neck.channels=16", "--set", "head.width=32");
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("  input: short side 64, long side up to 96 (as asked for)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Minutes_and_epochs_contradict_each_other() =>
        (await CommandRun.Of(TrainedRun.Arguments(trained.Data, "run", "--minutes", "1", "--epochs", "2")))
            .OneLineOfWrongInput("--minutes and --epochs both say how long to train");

    [Fact]
    public async Task A_quiet_training_prints_nothing()
    {
        using var folder = new TemporaryFolder();
        var run = await CommandRun.Of(TrainedRun.Arguments(trained.Data, folder.File("run"), "--quiet", "--max-steps", "1"));
        Assert.Equal((0, "", ""), (run.Code, run.Output, run.Error));
    }
}
