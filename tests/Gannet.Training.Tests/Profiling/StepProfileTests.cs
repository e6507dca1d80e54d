using System.Text.Json;
using Gannet.Training.Observers;
using Gannet.Training.Profiling;

namespace Gannet.Training.Tests.Profiling;

public sealed class StepProfileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("trace.json");

    [Fact]
    public void A_training_of_some_steps_is_traced_from_loading_to_update()
    {
        using var data = new SmallTraining(4);
        using var detector = SmallTraining.CreateDetector(1);
        using var profile = new StepProfile(Path);
        var options = new TrainingOptions { BatchSize = 2, MaxSteps = StepProfile.Skipped + StepProfile.Traced + 1, Epochs = 100 };
        new TrainingJob(detector, data.Training, null, options, new RunFolder(_folder.File("run"))).Run(resume: false, [profile], default);

        Assert.True(profile.IsWritten);
        var names = Names();
        foreach (var name in (string[])["forward", "features", "proposals", "regions", "backward", "update"]) Assert.True(names.Count(n => n == name) >= StepProfile.Traced, name);
        Assert.Contains(names, static n => n.StartsWith("conv 7×7 3 → 64 /2 on 2 × ", StringComparison.Ordinal));
        Assert.Contains(names, static n => n.StartsWith("linear ", StringComparison.Ordinal));
        Assert.Contains(names, static n => n.StartsWith("gradient of 3×3 ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_training_that_ends_before_leaves_what_there_was()
    {
        using (var profile = new StepProfile(Path))
        {
            for (var k = 0; k < StepProfile.Skipped; k++) profile.OnStep(Step());
            Spans.Start("profile test")?.Dispose();
        }

        Assert.Contains("profile test", Names());
    }

    [Fact]
    public void A_training_without_traced_steps_leaves_no_file()
    {
        using (var profile = new StepProfile(Path)) profile.OnStep(Step());
        Assert.False(File.Exists(Path));
    }

    public void Dispose() => _folder.Dispose();

    private List<string> Names()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path));
        return [.. json.RootElement.GetProperty("traceEvents").EnumerateArray().Select(static e => e.GetProperty("name").GetString()!)];
    }

    private static StepReport Step() =>
        new(1, 9, 1, 0.1, new Dictionary<string, double>(), new Dictionary<string, double>(), 1, TimeSpan.Zero, TimeSpan.Zero, 0);
}
