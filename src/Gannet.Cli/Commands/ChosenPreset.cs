using Gannet.Cli.Distributed;
using Gannet.Datasets;
using Gannet.Detection.Engines;
using Gannet.Detection.Models;
using Gannet.Torch;
using Gannet.Torch.Distributed;
using Gannet.Training;
using Gannet.Training.Recipes;

namespace Gannet.Cli.Commands;

/// <summary>A preset that the rules chose, as a file for the time of the command; the run folder gets its own copy.</summary>
internal sealed class ChosenPreset : IDisposable
{
    private readonly Recipe _recipe;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gannet-");

    private ChosenPreset(Recipe recipe)
    {
        _recipe = recipe;
        System.IO.File.WriteAllText(File, recipe.Text);
    }

    /// <summary>The file.</summary>
    public string File => Path.Combine(_folder.FullName, $"{AutoRecipe.Name}.yaml");

    /// <summary>Chooses, which times a few training steps.</summary>
    /// <param name="training">The training pictures.</param>
    /// <param name="weights">The file that training starts from; null for none.</param>
    /// <param name="minutes">Minutes that the whole training may take.</param>
    /// <param name="size">Sides of the input that the command line asks for; null leaves them to the rules.</param>
    /// <param name="read">Reads a preset's file with the changes of the command line: what is timed is what will be trained.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="group">The processes that train together, which all call this; null for this one alone.</param>
    /// <param name="cancellation">Ends the timing.</param>
    public static ChosenPreset For(
        AnnotatedDataset training, string? weights, double minutes, (int? Short, int? Long) size,
        Func<string, (TrainingOptions Training, DetectorOptions Detector)> read, Device device, ProcessGroup? group, CancellationToken cancellation) =>
        new(AutoRecipe.Choose(DataProfile.Of(training), weights is null ? StartingWeights.None : StartingWeights.Of(weights), new()
        {
            Minutes = minutes,
            ShortSide = size.Short,
            LongSide = size.Long,
            Workers = WorkersOf(group),
            // Every process must choose the same: what one lacks, none has, and the slowest sets the pace.
            HasBFloat16 = group.Greatest(PrecisionSupport.Missing(Precision.BFloat16, device) is null ? 0 : 1) == 0,
            TimeStep = (detector, options) => Time(new(detector, options, [], []), read, training, device, group, cancellation),
        }));

    private static int WorkersOf(ProcessGroup? group) => group?.Size ?? 1;

    // Each process times its own part of a batch.
    private static StepPace Time(
        Recipe recipe, Func<string, (TrainingOptions Training, DetectorOptions Detector)> read, AnnotatedDataset training, Device device, ProcessGroup? group,
        CancellationToken cancellation)
    {
        using var preset = new ChosenPreset(recipe);
        var (options, detector) = read(preset.File);
        var workers = WorkersOf(group);
        // The rules compare precisions, so the one asked for here stays.
        options = options with { BatchSize = Math.Max(1, options.BatchSize / workers), Precision = recipe.Training.Precision };
        var pace = StepTiming.Measure(detector, options, training, device, cancellation);
        return new(group.Greatest(pace.Seconds), Math.Max(1, pace.StepsPerPass / workers));
    }

    /// <summary>Prints the choices with their reasons, what the time does not suffice for, and where the options will be.</summary>
    /// <param name="warnings">Receives what the time does not suffice for.</param>
    /// <param name="messages">Receives the rest.</param>
    /// <param name="run">The run folder, if there is one.</param>
    public void Describe(TextWriter warnings, TextWriter messages, RunFolder? run)
    {
        foreach (var choice in _recipe.Choices) messages.WriteLine($"  {choice}");
        foreach (var warning in _recipe.Warnings) warnings.WriteLine(warning);
        if (run is not null) messages.WriteLine($"  these are the options in {run.OptionsFile}, which --preset repeats");
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
