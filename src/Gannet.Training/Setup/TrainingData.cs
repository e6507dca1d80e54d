using Gannet.Datasets;
using Gannet.Datasets.Checking;
using Gannet.Datasets.Reading;
using Gannet.Datasets.Splitting;
using Gannet.Detection.Models;
using Gannet.Detection.RoiHeads;

namespace Gannet.Training.Setup;

/// <summary>The images of a training: read, checked and split.</summary>
/// <param name="Training">Images to train on.</param>
/// <param name="Validation">Images to score after each epoch; null for none.</param>
/// <param name="Problems">What was left out or changed, and why.</param>
/// <param name="Description">One line on how the data were split.</param>
public sealed record TrainingData(
    AnnotatedDataset Training, AnnotatedDataset? Validation, IReadOnlyList<DataProblem> Problems, string Description)
{
    // Every anchor of an image is compared with every object: a quarter of a million anchors and twenty thousand objects take about a
    // second per step, a million objects a minute.
    private const int MostObjects = 20_000;

    // Class name of proposals.
    private const string ProposalClass = "object";

    /// <summary>The split name for training without validation.</summary>
    public const string NoValidation = "none";

    /// <summary>Reads the data.</summary>
    /// <param name="path">A data set.</param>
    /// <param name="trainSplit">Split to train on; null for the usual choice, see <see cref="SplitPlan"/>.</param>
    /// <param name="validationSplit">Split to score; <see cref="NoValidation"/> for none; null for the usual one or every fifth.</param>
    /// <param name="imagesFolder">Where the images are, if not beside the annotations.</param>
    /// <param name="strict">Whether a bad record is an error.</param>
    /// <exception cref="InvalidDataException">No image has an object, there is only a test split, or there is a problem with
    /// <paramref name="strict"/>.</exception>
    public static TrainingData Read(
        string path, string? trainSplit, string? validationSplit = null, string? imagesFolder = null, bool strict = false)
    {
        var splits = DatasetReader.Splits(path);
        if (trainSplit is not null) trainSplit = DatasetReader.ResolveSplit(path, trainSplit);
        if (validationSplit is not null and not NoValidation) validationSplit = DatasetReader.ResolveSplit(path, validationSplit);
        var plan = SplitPlan.Of(splits, trainSplit, validationSplit == NoValidation ? null : validationSplit);
        if (validationSplit == NoValidation) plan = plan with { Validation = null };
        if (splits.Count > 0 && plan.Training.Count == 0)
            throw new InvalidDataException($"{path}: has no split to learn from, only {Quoted(splits)}; '--train-split {splits[0]}' trains on it anyway.");

        var options = new DatasetReadOptions { ImagesFolder = imagesFolder, Strict = strict };
        var problems = new List<DataProblem>();
        var training = ReadTraining(path, plan, options, problems);
        RequireObjects(training, path);
        var source = plan.Training.Count switch { 0 => "", 1 => $" of split {Quoted(plan.Training)}", _ => $" of splits {Quoted(plan.Training)}" };
        var unused = plan.Unused.Count > 0 ? $"; not used: {Quoted(plan.Unused)}" : "";
        if (validationSplit == NoValidation)
            return new(training, null, problems, $"{training.Images.Count} pictures{source} to learn from, none to validate{unused}");
        if (plan.Validation is not { } scored) return HoldOut(training, problems, source, unused);

        var second = DatasetReader.Read(path, options with { Split = scored, Classes = training.Classes });
        problems.AddRange(second.Problems);
        var validation = ReadableImages.Keep(second.Dataset, problems, strict);
        if (validation.Images.Count == 0)
        {
            throw new InvalidDataException(
                $"{path}: split '{scored}' has no pictures to validate on; name another, or '--val-split {NoValidation}'.");
        }

        if (trainSplit is null && plan.Training.All(static s => SplitRoles.Of(s) != SplitRole.Training))
            RequireObjects(training = Without(training, validation), path);
        else if (SplitCheck.Shared((string.Join(", ", plan.Training), training), (scored, validation), path) is { } shared)
            problems.Add(shared);
        if (SplitCheck.Copies((string.Join(", ", plan.Training), training), (scored, validation), path) is { } copies) problems.Add(copies);
        return new(training, validation, problems,
            $"{training.Images.Count} pictures{source} to learn from, {validation.Images.Count} of '{scored}' to validate{unused}");
    }

    /// <summary>Merges several sources into one training; validation images stay validation images.</summary>
    public static TrainingData Merge(IReadOnlyList<TrainingData> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        if (sources.Count == 1) return sources[0];
        // Validation also uses the classes of all sources: one without held-out images still adds its class names.
        var training = DatasetMerger.Merge([.. sources.Select(static s => s.Training)]);
        AnnotatedDataset[] held = [.. sources.Select(static s => s.Validation ?? s.Training with { Images = [] })];
        var validation = DatasetMerger.Merge(held);
        return new(training, validation.Images.Count > 0 ? validation : null, [.. sources.SelectMany(static s => s.Problems)],
            $"{sources.Count} sources: {string.Join("; ", sources.Select(static s => $"{Path.GetFileName(s.Training.Root)}, {s.Description}"))}");
    }

    /// <summary>The data as a detector with these options needs them: with one class if there is no second stage to classify.</summary>
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

    // A score on training images is meaningless.
    private static AnnotatedDataset Without(AnnotatedDataset all, AnnotatedDataset held)
    {
        var paths = held.Images.Select(static p => p.Path).ToHashSet(StringComparer.Ordinal);
        return all with { Images = [.. all.Images.Where(p => !paths.Contains(p.Path))] };
    }

    // Several splits are read as the whole data set minus the others, so that an image in two of them is used once.
    private static AnnotatedDataset ReadTraining(string path, SplitPlan plan, DatasetReadOptions options, List<DataProblem> problems)
    {
        var reading = DatasetReader.Read(path, options with { Split = plan.Training is [var only] ? only : null });
        problems.AddRange(reading.Problems);
        var training = reading.Dataset;
        if (plan.Training.Count > 1)
        {
            foreach (var split in plan.Unused)
                training = Without(training, DatasetReader.Read(path, options with { Split = split, Classes = training.Classes }).Dataset);
            if (plan.Validation is { } scored)
                training = Without(training, DatasetReader.Read(path, options with { Split = scored, Classes = training.Classes }).Dataset);
        }

        return WithoutOverfull(ReadableImages.Keep(training, problems, options.Strict), problems);
    }

    private static AnnotatedDataset WithoutOverfull(AnnotatedDataset training, List<DataProblem> problems)
    {
        List<AnnotatedImage> overfull = [.. training.Images.Where(static image => image.Annotations.Count > MostObjects)];
        problems.AddRange(overfull.Select(static image => new DataProblem(
            DataProblemKind.OverfullPicture, image.Path, null, $"has {image.Annotations.Count:N0} objects, more than the {MostObjects:N0} that one step can match",
            "left out of the training; cut the picture into tiles", LeftOut: true)));
        return overfull.Count == 0 ? training : training with { Images = [.. training.Images.Except(overfull)] };
    }

    private static TrainingData HoldOut(AnnotatedDataset all, List<DataProblem> problems, string source, string unused)
    {
        var held = HeldOutImages.Of(all.Images);
        if (held.Count == 0)
            return new(all, null, problems, $"{all.Images.Count} pictures{source} to learn from, too few to hold any out{unused}");

        var training = all with { Images = [.. all.Images.OrderBy(static p => p.FileName, StringComparer.Ordinal).Except(held)] };
        return new(training, all with { Images = held }, problems,
            $"{training.Images.Count} pictures{source} to learn from; every fifth, {held.Count}, held out to validate "
            + $"(--val-split none learns from all){unused}");
    }

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(static n => $"'{n}'"));
}
