using Gannet.Datasets;
using Gannet.Datasets.Checking;
using Gannet.Datasets.Reading;
using Gannet.Datasets.Splitting;
using Gannet.Detection.Models;
using Gannet.Detection.RoiHeads;

namespace Gannet.Training.Setup;

/// <summary>The pictures of a training: read, checked and divided.</summary>
/// <param name="Training">To learn from.</param>
/// <param name="Validation">To score after each epoch; null for none.</param>
/// <param name="Problems">What was left out or changed, and why.</param>
/// <param name="Description">One line on how the data were divided.</param>
public sealed record TrainingData(
    AnnotatedDataset Training, AnnotatedDataset? Validation, IReadOnlyList<DataProblem> Problems, string Description)
{
    // Without a validation split every fifth picture by name is held out: the same ones every time.
    private const int HoldOutEvery = 5;

    // What proposals are called.
    private const string ProposalClass = "object";

    /// <summary>The name that asks for training without validation.</summary>
    public const string NoValidation = "none";

    /// <summary>Reads the data.</summary>
    /// <param name="path">A data set.</param>
    /// <param name="trainSplit">Split to learn from; null for "train" or, where there is none, all.</param>
    /// <param name="validationSplit">Split to score on; <see cref="NoValidation"/> for none; null for "val" or every fifth picture.</param>
    /// <param name="imagesFolder">Where the pictures are, if not beside the annotations.</param>
    /// <param name="strict">Whether a bad record is an error.</param>
    /// <exception cref="InvalidDataException">No picture has an object, or there is a problem with <paramref name="strict"/>.</exception>
    public static TrainingData Read(
        string path, string? trainSplit, string? validationSplit = null, string? imagesFolder = null, bool strict = false)
    {
        var splits = DatasetReader.Splits(path);
        trainSplit ??= splits.FirstOrDefault(static s => string.Equals(s, "train", StringComparison.OrdinalIgnoreCase));
        var reading = DatasetReader.Read(path, new() { Split = trainSplit, ImagesFolder = imagesFolder, Strict = strict });
        var problems = reading.Problems.ToList();
        var training = ReadableImages.Keep(reading.Dataset, problems, strict);
        RequireObjects(training, path);
        if (validationSplit == NoValidation)
            return new(training, null, problems, $"{training.Images.Count} pictures to learn from, none to validate");

        validationSplit ??= splits.FirstOrDefault(s => s != trainSplit && s.StartsWith("val", StringComparison.OrdinalIgnoreCase));
        if (validationSplit is null) return HoldOut(training, problems);

        var second = DatasetReader.Read(
            path, new() { Split = validationSplit, ImagesFolder = imagesFolder, Strict = strict, Classes = training.Classes });
        problems.AddRange(second.Problems);
        var validation = ReadableImages.Keep(second.Dataset, problems, strict);
        if (validation.Images.Count == 0)
        {
            throw new InvalidDataException(
                $"{path}: split '{validationSplit}' has no picture to validate on; name another, or '--val-split {NoValidation}'.");
        }

        if (trainSplit is null) RequireObjects(training = Without(training, validation), path);
        else if (SplitCheck.Shared((trainSplit, training), (validationSplit, validation), path) is { } shared) problems.Add(shared);
        var source = trainSplit is null ? "of all other splits" : $"of split '{trainSplit}'";
        return new(training, validation, problems,
            $"{training.Images.Count} pictures {source} to learn from, {validation.Images.Count} of '{validationSplit}' to validate");
    }

    /// <summary>Pictures of several sources in one training; validation pictures stay validation pictures.</summary>
    public static TrainingData Merge(IReadOnlyList<TrainingData> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        if (sources.Count == 1) return sources[0];
        // Validation, too, is by the classes of all: a source without held-out pictures still gives its names.
        var training = DatasetMerger.Merge([.. sources.Select(static s => s.Training)]);
        AnnotatedDataset[] held = [.. sources.Select(static s => s.Validation ?? s.Training with { Images = [] })];
        var validation = DatasetMerger.Merge(held);
        return new(training, validation.Images.Count > 0 ? validation : null, [.. sources.SelectMany(static s => s.Problems)],
            $"{sources.Count} sources: {string.Join("; ", sources.Select(static s => $"{Path.GetFileName(s.Training.Root)}, {s.Description}"))}");
    }

    /// <summary>The same data as a detector of these options learns them: of one class where there is no second stage to tell them apart.</summary>
    public TrainingData For(DetectorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Head.Kind != HeadKind.None ? this : this with
        {
            Training = Training.AsOneClass(ProposalClass),
            Validation = Validation?.AsOneClass(ProposalClass),
        };
    }

    private static void RequireObjects(AnnotatedDataset training, string path)
    {
        if (training.CountAnnotations() > 0) return;
        throw new InvalidDataException(
            $"{path}: there is no object to learn from in {training.Images.Count} pictures; see 'gannet data check --data {path}'.");
    }

    // A score on pictures that were learnt by heart says nothing.
    private static AnnotatedDataset Without(AnnotatedDataset all, AnnotatedDataset held)
    {
        var paths = held.Images.Select(static p => p.Path).ToHashSet(StringComparer.Ordinal);
        return all with { Images = [.. all.Images.Where(p => !paths.Contains(p.Path))] };
    }

    private static TrainingData HoldOut(AnnotatedDataset all, List<DataProblem> problems)
    {
        var ordered = all.Images.OrderBy(static p => p.FileName, StringComparer.Ordinal).ToList();
        AnnotatedImage[] held = [.. ordered.Where(static (_, k) => k % HoldOutEvery == HoldOutEvery - 1)];
        if (held.Length == 0)
            return new(all, null, problems, $"{all.Images.Count} pictures to learn from, too few to hold any out");

        var training = all with { Images = [.. ordered.Except(held)] };
        return new(training, all with { Images = held }, problems,
            $"{training.Images.Count} pictures to learn from; every fifth, {held.Length}, held out to validate "
            + "(--val-split none learns from all)");
    }
}
