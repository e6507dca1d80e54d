using Gannet.Evaluation.Matching;

namespace Gannet.Evaluation.Errors;

/// <summary>The mistakes in one picture.</summary>
/// <param name="Picture">Index of the picture in the data set.</param>
/// <param name="Errors">Its mistakes: missed objects first, then detections, best-scored first.</param>
/// <param name="Badness">One for each missed object, and the score of each wrong detection: a sure mistake is worse than a doubtful one.</param>
public sealed record PictureErrors(int Picture, IReadOnlyList<DetectionError> Errors, double Badness)
{
    /// <summary>The pictures with mistakes, worst first.</summary>
    /// <param name="matches">The detections and objects.</param>
    /// <param name="errors">Their mistakes.</param>
    public static IReadOnlyList<PictureErrors> Rank(DatasetMatches matches, IReadOnlyList<DetectionError> errors)
    {
        ArgumentNullException.ThrowIfNull(matches);
        ArgumentNullException.ThrowIfNull(errors);
        double Weight(DetectionError error) => error.Detection < 0 ? 1 : Math.Clamp(matches.Detections[error.Detection].Score, 0, 1);
        return
        [
            .. errors.GroupBy(error => error.Detection < 0 ? matches.Truths[error.Truth].Picture : matches.Detections[error.Detection].Picture)
                .Select(group => new PictureErrors(
                    group.Key,
                    [.. group.OrderBy(static e => e.Detection >= 0).ThenByDescending(e => e.Detection < 0 ? 0 : matches.Detections[e.Detection].Score)],
                    group.Sum(Weight)))
                .OrderByDescending(static picture => picture.Badness).ThenBy(static picture => picture.Picture),
        ];
    }
}
