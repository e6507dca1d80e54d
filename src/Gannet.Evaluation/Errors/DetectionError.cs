using Gannet.Evaluation.Matching;

namespace Gannet.Evaluation.Errors;

/// <summary>One mistake of a detector, named by TIDE's rules.</summary>
/// <param name="Type">What is wrong.</param>
/// <param name="Detection">The detection as an index into <see cref="DatasetMatches.Detections"/>; −1 for a missed object.</param>
/// <param name="Truth">The object it is about as an index into <see cref="DatasetMatches.Truths"/>; −1 if there is none.</param>
/// <param name="Iou">IoU of the two; 0 without detection or object.</param>
public sealed record DetectionError(ErrorType Type, int Detection, int Truth, double Iou)
{
    private const double BackgroundIou = 0.1;

    /// <summary>Names every mistake. The rules are asked in the order of TIDE's program: Loc, Cls, Dupe, Bkg, else Both.</summary>
    /// <param name="matches">The detections and objects.</param>
    /// <returns>Mistakes of detections in their order, then the missed objects in theirs.</returns>
    /// <remarks>At an IoU of exactly .5 a detection finds its object, so that a box at .5 is never off.</remarks>
    public static IReadOnlyList<DetectionError> Find(DatasetMatches matches)
    {
        ArgumentNullException.ThrowIfNull(matches);
        var errors = new List<DetectionError>();
        var covered = new bool[matches.Truths.Count];
        for (var d = 0; d < matches.Detections.Count; d++)
        {
            var detection = matches.Detections[d];
            if (detection.IsTrue)
            {
                covered[detection.Truth] = true;
                continue;
            }

            var error = Name(d, detection);
            errors.Add(error);
            if (error.Type is ErrorType.Classification or ErrorType.Localization) covered[error.Truth] = true;
        }

        for (var t = 0; t < covered.Length; t++)
        {
            if (!covered[t]) errors.Add(new(ErrorType.Missed, -1, t, 0));
        }

        return errors;
    }

    private static DetectionError Name(int index, MatchedDetection detection)
    {
        var (same, other) = (detection.SameClass, detection.OtherClass);
        return (same.Iou, other.Iou) switch
        {
            ( >= BackgroundIou and < DatasetMatches.ForegroundIou, _) => new(ErrorType.Localization, index, same.Truth, same.Iou),
            (_, >= DatasetMatches.ForegroundIou) => new(ErrorType.Classification, index, other.Truth, other.Iou),
            ( >= DatasetMatches.ForegroundIou, _) => new(ErrorType.Duplicate, index, same.Truth, same.Iou),
            (_, <= BackgroundIou) => new(ErrorType.Background, index, -1, 0),
            _ => new(ErrorType.Both, index, other.Truth, other.Iou),
        };
    }
}
