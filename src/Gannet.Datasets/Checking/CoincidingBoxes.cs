using Gannet.Kernels.Overlaps;

namespace Gannet.Datasets.Checking;

/// <summary>Finds boxes that coincide with a box of another class: one object that has two names.</summary>
public static class CoincidingBoxes
{
    /// <summary>IoU from which two boxes are taken to be of one object.</summary>
    public const float SameObject = 0.8f;

    /// <summary>The pairs, picture by picture.</summary>
    /// <param name="dataset">The data set; crowds do not count.</param>
    public static IReadOnlyList<CoincidingPair> Find(AnnotatedDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return [.. dataset.Images.SelectMany(static (picture, p) => InPicture(p, picture.Annotations))];
    }

    // In order of the left edge, a box can coincide only with those that begin before it ends.
    private static IEnumerable<CoincidingPair> InPicture(int picture, IReadOnlyList<Annotation> annotations)
    {
        int[] order = [.. Enumerable.Range(0, annotations.Count).Where(k => !annotations[k].IsCrowd && annotations[k].Box.IsValid).OrderBy(k => annotations[k].Box.X1)];
        for (var i = 0; i < order.Length; i++)
        {
            var one = annotations[order[i]];
            for (var j = i + 1; j < order.Length && annotations[order[j]].Box.X1 < one.Box.X2; j++)
            {
                var two = annotations[order[j]];
                if (one.Label != two.Label && Iou.Of(one.Box, two.Box) is var overlap and >= SameObject)
                    yield return new(picture, Math.Min(order[i], order[j]), Math.Max(order[i], order[j]), overlap);
            }
        }
    }
}

/// <summary>Two boxes of different classes in one place.</summary>
/// <param name="Picture">Index of the picture.</param>
/// <param name="First">Index of one annotation.</param>
/// <param name="Second">Index of the other.</param>
/// <param name="Overlap">Their IoU.</param>
public sealed record CoincidingPair(int Picture, int First, int Second, double Overlap);
