using Gannet.Datasets;
using Gannet.Kernels.Overlaps;

namespace Gannet.Evaluation.Doubts;

/// <summary>Ranks the labels of a data set by how much a detector contradicts them.</summary>
/// <remarks>
/// <para>A detector that has learnt from thousands of labels has hardly learnt the few wrong ones, so it contradicts them, also where it was
/// trained on them. Each label gets one score in [0, 1], the highest of three, and each object without a label gets a fourth:</para>
/// <list type="bullet">
/// <item>wrong class: q(other) · (1 − q(own)), where q(k) is the confidence of the best detection of class k that overlaps the label by
/// an IoU of .5 or more;</item>
/// <item>badly placed: q · (.9 − IoU) / .4, at most q, with the detection that the label is matched to;</item>
/// <item>nothing there: 1 − q of the detection that it is matched to; without one, 1 − half of the largest q · IoU, since in a crowd
/// the detection of a neighbour may have suppressed its own;</item>
/// <item>missing: the share of the usual scores of its class that the score of an unmatched detection exceeds, times 1 − its largest IoU with
/// a label.</item>
/// </list>
/// <para>Confidence q is a detection's score divided by the median of the usual scores of its class, at most 1. Usual scores are those of the
/// detections that match labels of the class, so that a class that the detector finds hard does not fill the list.</para>
/// <para>Data sets leave many objects unlabelled on purpose, at the edge or half hidden. The detector has learnt that these are background and
/// scores them below most labelled ones, while an object whose label was forgotten scores as they do. Hence the share and not q.</para>
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
        return [.. matches.SelectMany((match, k) => InPicture(k, dataset.Images[k].Annotations, found[k], match, usual))
            .OrderByDescending(static d => d.Score).ThenBy(static d => d.Picture).ThenBy(static d => d.Annotation ?? int.MaxValue)];
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

    private static IEnumerable<LabelDoubt> InPicture(
        int picture, IReadOnlyList<Annotation> labels, IReadOnlyList<DetectedObject> found, PictureMatch match, UsualScores[] usual)
    {
        for (var k = 0; k < labels.Count; k++)
        {
            if (labels[k].IsCrowd || labels[k].IsDifficult) continue;
            var (kind, score, seen) = OfLabel(labels[k], found, match.SeenFor[k]);
            yield return new(picture, k, kind, score, labels[k].Box, seen);
        }

        foreach (var d in match.Unmatched)
        {
            if (labels.Any(label => (label.IsCrowd || label.IsDifficult) && Ios.Of(d.Box, label.Box) >= SameObject)) continue;
            var largest = labels.Select(label => (double)Iou.Of(d.Box, label.Box)).DefaultIfEmpty().Max();
            yield return new(picture, null, DoubtKind.Missing, Likeness(d) * (1 - largest), d.Box, d);
        }

        (DoubtKind, double, DetectedObject?) OfLabel(Annotation label, IReadOnlyList<DetectedObject> all, DetectedObject? seen)
        {
            if (seen is not { } d) return (DoubtKind.NothingThere, 1 - all.Select(near => Confidence(near) * Iou.Of(near.Box, label.Box)).DefaultIfEmpty().Max() / 2, null);
            var (own, other, rival) = (0.0, 0.0, d);
            foreach (var near in all)
            {
                if (Iou.Of(near.Box, label.Box) < SameObject) continue;
                if (near.Label == label.Label) own = Math.Max(own, Confidence(near));
                else if (Confidence(near) > other) (other, rival) = (Confidence(near), near);
            }

            var placed = Confidence(d) * Math.Clamp((WellPlaced - Iou.Of(d.Box, label.Box)) / (WellPlaced - HalfPlaced), 0, 1);
            (DoubtKind, double, DetectedObject?)[] doubts =
                [(DoubtKind.WrongClass, other * (1 - own), rival), (DoubtKind.BadlyPlaced, placed, d), (DoubtKind.NothingThere, 1 - Confidence(d), null)];
            return doubts.MaxBy(static doubt => doubt.Item2);
        }

        double Confidence(DetectedObject d) => (uint)d.Label < (uint)usual.Length ? usual[d.Label].Confidence(d.Score) : 0;

        double Likeness(DetectedObject d) => (uint)d.Label < (uint)usual.Length ? usual[d.Label].ShareBelow(d.Score) : 0;
    }
}
