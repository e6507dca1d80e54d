using Gannet.Datasets;
using Gannet.Datasets.Coco;
using Gannet.Datasets.Splitting;

namespace Gannet.Labelling.Retraining;

/// <summary>The labels so far as a COCO data set of their own: a training reads them while a person labels on.</summary>
/// <remarks>Pictures stay where they are. Those that nobody has labelled are left out: most formats would take them for pictures without objects.
/// Pictures of a test split are left out, those of a validation split are scored.</remarks>
internal static class TrainingSnapshot
{
    /// <summary>Writes the data set into a folder.</summary>
    /// <returns>How many pictures there are to learn from, and how many objects they show.</returns>
    public static (int Pictures, int Objects) Write(LabelProject project, string folder)
    {
        var pictures = project.Editor.Pictures;
        var bySplit = project.Labelled().ToLookup(p => pictures[p].Split is { } split ? SplitRoles.Of(split) : SplitRole.Unknown);
        var learnt = project.Dataset(bySplit.Where(static group => group.Key is not (SplitRole.Test or SplitRole.Validation)).SelectMany(static group => group));
        var scored = project.Dataset(bySplit[SplitRole.Validation]);
        WriteFile(Path.Combine(folder, "annotations", "instances_train.json"), learnt);
        if (scored.Images.Count > 0) WriteFile(Path.Combine(folder, "annotations", "instances_val.json"), scored);
        return (learnt.Images.Count, learnt.CountAnnotations());
    }

    private static void WriteFile(string path, AnnotatedDataset dataset) =>
        AtomicFile.Write(path, stream => CocoAnnotations.Write(stream, dataset, [.. dataset.Images.Select(static picture => picture.Path)]));
}
