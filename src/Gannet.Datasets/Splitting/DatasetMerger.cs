namespace Gannet.Datasets.Splitting;

/// <summary>Makes one data set of several that may mark different classes.</summary>
public static class DatasetMerger
{
    /// <summary>The pictures of all sets, in order; classes of one name are one class, in order of first appearance.</summary>
    /// <param name="datasets">At least one.</param>
    /// <returns>
    /// Where the sets mark different classes, each picture says which ones its own marks (<see cref="AnnotatedImage.ActiveClasses"/>):
    /// that a picture shows no mark of another class says nothing.
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
