namespace Gannet.Evaluation.Doubts;

/// <summary>The scores of the detections that match labels of one class.</summary>
internal sealed class UsualScores(IEnumerable<float> scores)
{
    // Without any match a class is taken to be found with this score.
    private const float Otherwise = 0.9f;

    private readonly float[] _sorted = [.. scores.Order()];

    /// <summary>A score divided by the median, at most 1.</summary>
    public double Confidence(float score)
    {
        var median = _sorted.Length == 0 ? Otherwise : _sorted[_sorted.Length / 2];
        return median > 0 ? Math.Clamp(score / median, 0, 1) : 1;
    }

    /// <summary>Share of the scores that are lower, or the same; the confidence if there is none.</summary>
    public double ShareBelow(float score) =>
        _sorted.Length == 0 ? Confidence(score) : (double)_sorted.Count(usual => usual <= score) / _sorted.Length;
}
