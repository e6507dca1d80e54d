namespace Gannet.Datasets.Splitting;

/// <summary>Merges data sets that may annotate different classes.</summary>
public static class DatasetMerger
{
    /// <summary>The pictures of all sets, in order. Classes with the same name become one, in order of first appearance.</summary>
    /// <param name="datasets">At least one.</param>
    /// <returns>
    /// If the sets annotate different classes, each picture lists those of its own set (<see cref="AnnotatedImage.ActiveClasses"/>):
    /// objects of other classes may be present but not annotated.
    /// </returns>
    public static AnnotatedDataset Merge(IReadOnlyList<AnnotatedDataset> datasets)
    {
        ArgumentNullException.ThrowIfNull(datasets);
        ArgumentOutOfRangeException.ThrowIfZero(datasets.Count);
        if (datasets.Count == 1) return datasets[0];
        List<string> classes = [.. datasets.SelectMany(static d => d.Classes).Distinct(StringComparer.Ordinal)];
        return datasets[0] with
        {
            Classes = classes,
            CategoryIds = [.. Enumerable.Range(1, classes.Count).Select(static id => (long)id)],
            Images = [.. datasets.SelectMany(d => Relabelled(d, classes)).Select(static (picture, k) => picture with { Id = k + 1 })],
        };
    }

    private static IEnumerable<AnnotatedImage> Relabelled(AnnotatedDataset dataset, List<string> classes)
    {
        int[] labels = [.. dataset.Classes.Select(name => classes.IndexOf(name))];
        var active = labels.Length == classes.Count ? null : labels;
        return dataset.Images.Select(picture => picture with
        {
            ActiveClasses = active,
            Annotations = [.. picture.Annotations.Select(a => a with { Label = labels[a.Label] })],
        });
    }
}
