namespace Gannet.Datasets.Statistics;

/// <summary>Summary of a distribution; all 0 when it is empty.</summary>
/// <param name="Minimum">Smallest value.</param>
/// <param name="Tenth">10th percentile.</param>
/// <param name="Median">Middle value.</param>
/// <param name="Ninetieth">90th percentile.</param>
/// <param name="Maximum">Largest value.</param>
/// <param name="Mean">Arithmetic mean.</param>
public sealed record Distribution(double Minimum, double Tenth, double Median, double Ninetieth, double Maximum, double Mean)
{
    /// <summary>Summarizes values given in any order.</summary>
    public static Distribution Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0
            ? new Distribution(0, 0, 0, 0, 0, 0)
            : new Distribution(sorted[0], At(0.1), At(0.5), At(0.9), sorted[^1], sorted.Average());

        double At(double share)
        {
            var place = share * (sorted.Length - 1);
            var below = (int)place;
            return sorted[below] + ((place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
        }
    }
}
