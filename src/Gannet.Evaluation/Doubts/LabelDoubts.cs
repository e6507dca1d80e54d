using Gannet.Datasets;
using Gannet.Kernels.Overlaps;

namespace Gannet.Evaluation.Doubts;

/// <summary>Ranks the labels of a data set by how much a detector contradicts them.</summary>
/// <remarks>
/// <para>A detector that has learnt from thousands of labels has hardly learnt the few wrong ones, so it contradicts them, also where it was
/// trained on them. There are four kinds of doubt, each with a score in [0, 1]:</para>
/// <list type="bullet">
/// <item>wrong class: q(other) · (1 − q(own)), where q(k) is the confidence of the best detection of class k that overlaps the label by
/// an IoU of .5 or more;</item>
/// <item>badly placed: q · (.9 − IoU) / .4, at most q, with the detection that the label is matched to;</item>
/// <item>nothing there: 1 − the largest q of a detection, of whatever class, that overlaps the label by an IoU of .5 or more;</item>
/// <item>missing: m · (1 − largest IoU with a label) / √M of an unmatched detection, where m is the share of the usual scores of its class that its
/// score exceeds, and M is the sum of m over the picture, at least 1.</item>
/// </list>
/// <para>Scores of different kinds cannot be compared: a label that the detector does not find is common, one of another class is rare. So the kinds take
/// turns, each with its most doubtful, down to a score of .1; the rest follows by score. Each label is listed once.</para>
/// <para>Confidence q is a detection's score divided by the median of the usual scores of its class, at most 1. Usual scores are those of the
/// detections that match labels of the class, so that a class that the detector finds hard does not fill the list.</para>
/// <para>Data sets leave many objects unlabelled on purpose, at the edge or half hidden. The detector has learnt that these are background and
/// scores them below most labelled ones, while an object whose label was forgotten scores as they do: hence the share and not q. They come many
/// to a picture: hence the root.</para>
/// </remarks>
public static class LabelDoubts
{
    private const double SameObject = 0.5, LeastMatch = 0.2;

    // A label that overlaps its object by this IoU is as well placed as people agree; one shifted by a third of its side has .5.
    private const double WellPlaced = 0.9, HalfPlaced = 0.5;

    /// <summary>All labels and all objects without one, most doubtful first.</summary>
    /// <param name="dataset">The labels; crowds and difficult objects are not doubted, and nothing inside them is missing.</param>
    /// <param name="found">For each picture what a detector finds, with the data set's labels; the lower its least score, the better.</param>
    /// <exception cref="ArgumentException">The numbers of pictures differ.</exception>
    public static IReadOnlyList<LabelDoubt> Rank(AnnotatedDataset dataset, IReadOnlyList<IReadOnlyList<DetectedObject>> found)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(found);
        if (found.Count != dataset.Images.Count)
            throw new ArgumentException($"There are detections for {found.Count} of {dataset.Images.Count} pictures.", nameof(found));
        PictureMatch[] matches = [.. dataset.Images.Select((picture, k) => PictureMatch.Of(picture.Annotations, found[k], SameObject, LeastMatch))];
        var usual = Usual(dataset, matches);
        return [.. DoubtOrder.InTurns(matches.SelectMany((match, k) => InPicture(k, dataset.Images[k].Annotations, found[k], match, usual)))];
    }

    private static UsualScores[] Usual(AnnotatedDataset dataset, PictureMatch[] matches)
    {
        var scores = dataset.Classes.Select(static _ => new List<float>()).ToArray();
        for (var p = 0; p < matches.Length; p++)
        {
            foreach (var (label, seen) in dataset.Images[p].Annotations.Zip(matches[p].SeenFor))
            {
                if (seen is { } d && d.Label == label.Label && Iou.Of(d.Box, label.Box) >= SameObject) scores[d.Label].Add(d.Score);
            }
        }

        return Array.ConvertAll(scores, static s => new UsualScores(s));
    }

    // Three doubts about each label, and one about each unmatched detection.
    private static IEnumerable<LabelDoubt> InPicture(
        int picture, IReadOnlyList<Annotation> labels, IReadOnlyList<DetectedObject> found, PictureMatch match, UsualScores[] usual)
    {
        for (var k = 0; k < labels.Count; k++)
        {
            var (label, matched) = (labels[k], match.SeenFor[k]);
            if (label.IsCrowd || label.IsDifficult) continue;
            DetectedObject? own = null, other = null;
            foreach (var near in found)
            {
                if (Iou.Of(near.Box, label.Box) < SameObject) continue;
                ref var best = ref near.Label == label.Label ? ref own : ref other;
                if (best is null || Confidence(near) > Confidence(best.Value)) best = near;
            }

            yield return new(picture, k, DoubtKind.WrongClass, Of(other) * (1 - Of(own)), label.Box, other);
            var distance = matched is { } d ? Math.Clamp((WellPlaced - Iou.Of(d.Box, label.Box)) / (WellPlaced - HalfPlaced), 0, 1) : 0;
            yield return new(picture, k, DoubtKind.BadlyPlaced, Of(matched) * distance, label.Box, matched);
            yield return new(picture, k, DoubtKind.NothingThere, 1 - Math.Max(Of(own), Of(other)), label.Box, null);
        }

        DetectedObject[] unlabelled = [.. match.Unmatched.Where(d =>
            !labels.Any(label => (label.IsCrowd || label.IsDifficult) && Ios.Of(d.Box, label.Box) >= SameObject))];
        var crowding = Math.Sqrt(Math.Max(1, unlabelled.Sum(Likeness)));
        foreach (var d in unlabelled)
        {
            var largest = labels.Select(label => (double)Iou.Of(d.Box, label.Box)).DefaultIfEmpty().Max();
            yield return new(picture, null, DoubtKind.Missing, Likeness(d) * (1 - largest) / crowding, d.Box, d);
        }

        double Of(DetectedObject? seen) => seen is { } d ? Confidence(d) : 0;

        double Confidence(DetectedObject d) => (uint)d.Label < (uint)usual.Length ? usual[d.Label].Confidence(d.Score) : 0;

        double Likeness(DetectedObject d) => (uint)d.Label < (uint)usual.Length ? usual[d.Label].ShareBelow(d.Score) : 0;
    }
}
