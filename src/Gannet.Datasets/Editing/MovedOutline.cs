namespace Gannet.Datasets.Editing;

/// <summary>Moves and scales an outline with its box.</summary>
internal static class MovedOutline
{
    /// <summary>Where a coordinate goes when the interval around it changes.</summary>
    public static double Coordinate(double value, double start, double end, double newStart, double newEnd) =>
        end > start ? newStart + (value - start) / (end - start) * (newEnd - newStart) : newStart;
}
