using Gannet.Cli.Commands;
using Gannet.Cli.Options;
using Gannet.Datasets;
using Gannet.Datasets.Reading;
using Gannet.Training.Setup;

namespace Gannet.Cli.Input;

/// <summary>Reads a data set in the class order of a model.</summary>
internal static class ModelDataset
{
    /// <summary>Reads the data; damaged pictures are left out and reported.</summary>
    /// <param name="context">Prints what was read and left out.</param>
    /// <param name="path">The data set.</param>
    /// <param name="options">What to read of it.</param>
    /// <param name="model">The model's file, for messages.</param>
    /// <param name="classes">The model's classes.</param>
    /// <param name="findsClasses">Whether it tells classes apart; otherwise all objects are of its only class.</param>
    /// <param name="scored">Which of the pictures are scored; null for all.</param>
    /// <exception cref="InvalidDataException">The data contain objects of classes that the model does not know.</exception>
    public static AnnotatedDataset Read(
        CommandContext context, string path, DatasetReadOptions options, string model, IReadOnlyList<string> classes, bool findsClasses,
        ScoredImages? scored = null)
    {
        var own = DatasetReader.Read(path, options);
        if (findsClasses) RequireKnown(own.Dataset, path, model, classes);
        var reading = !findsClasses ? own with { Dataset = own.Dataset.AsOneClass(classes[0]) }
            : own.Dataset.Classes.SequenceEqual(classes) ? own : DatasetReader.Read(path, options with { Classes = classes });
        var problems = reading.Problems.ToList();
        var dataset = ReadableImages.Keep(reading.Dataset, problems, options.Strict);
        if (scored is not null) dataset = scored.Of(dataset);
        if (dataset.Images.Count == 0) throw new InvalidDataException($"{path}: there is no picture to detect in.");
        if (scored?.Description is { } description) context.Error.WriteLine(description);
        DatasetOptions.Describe(new(dataset, problems), context, path);
        return dataset;
    }

    // It is fine if no picture shows some class of the model: that class scores -1, as in pycocotools.
    private static void RequireKnown(AnnotatedDataset dataset, string path, string model, IReadOnlyList<string> classes)
    {
        var used = dataset.Images.SelectMany(static p => p.Annotations).Select(a => dataset.Classes[a.Label]).Distinct();
        string[] unknown = [.. used.Except(classes).Order(StringComparer.Ordinal)];
        if (unknown.Length == 0) return;
        throw new InvalidDataException(
            $"{path}: has objects of {Names(unknown)}, which {model} does not know; its classes are {Names(classes)}.");
    }

    private static string Names(IReadOnlyCollection<string> names)
    {
        const int Shown = 10;
        var listed = string.Join(", ", names.Take(Shown).Select(static n => $"'{n}'"));
        return names.Count > Shown ? $"{listed} and {names.Count - Shown} more" : listed;
    }
}
