using System.Globalization;
using Gannet.Detection.Anchors;

namespace Gannet.Training.Recipes;

/// <summary>Anchors that cover the objects of a data set.</summary>
/// <param name="Sizes">One side per level, in pixels of the input, finest level first.</param>
/// <param name="Ratios">Height divided by width.</param>
/// <param name="Overlap">Mean IoU of an object with the anchor that fits best.</param>
internal sealed record AnchorFit(int[] Sizes, float[] Ratios, double Overlap)
{
    // Between two sizes a factor of two apart every square has an IoU of at least .5 with one of them.
    private const double MostStep = 2, LeastStep = 1.25;

    // Three ratios cost three times the predictions of one; they must gain this much overlap.
    private const double WorthRatios = 0.03;

    private const int RatioCount = 3, LeastSize = 8;

    /// <summary>Fits sizes to the range of the objects, and ratios by k-means under IoU.</summary>
    /// <param name="data">The objects.</param>
    /// <param name="scale">Pixels of the input per shorter side of a picture.</param>
    /// <param name="levels">Number of levels of the pyramid.</param>
    public static AnchorFit Of(DataProfile data, double scale, int levels)
    {
        var (low, high) = (data.Side.Low * scale * Math.Sqrt(LeastStep), data.Side.High * scale / Math.Sqrt(LeastStep));
        var step = levels == 1 ? 1 : Math.Clamp(Math.Pow(Math.Max(high / low, 1), 1.0 / (levels - 1)), LeastStep, MostStep);
        // Where the steps cannot reach from end to end, the middle of the range counts.
        var first = levels > 1 && low * Math.Pow(step, levels - 1) < high ? Math.Sqrt(low * high) / Math.Pow(step, (levels - 1) / 2.0) : low;
        int[] sizes = [.. Enumerable.Range(0, levels).Select(k => Math.Max(LeastSize + k, (int)Math.Round(first * Math.Pow(step, k))))];
        var one = ShapesOf(data, 1);
        var several = ShapesOf(data, RatioCount);
        var (fitOne, fitSeveral) = (FitOf(data, scale, sizes, one), FitOf(data, scale, sizes, several));
        return fitSeveral - fitOne >= WorthRatios ? new(sizes, several, fitSeveral) : new(sizes, one, fitOne);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"sides {string.Join(", ", Sizes)}, height to width {string.Join(", ", Ratios.Select(static r => r.ToString("0.##", CultureInfo.InvariantCulture)))}");

    private static float[] ShapesOf(DataProfile data, int count)
    {
        // Objects of one area: only their shapes differ.
        (float Height, float Width)[] shapes = [.. data.Shapes.Select(static s => (MathF.Sqrt(s.Height / s.Width), MathF.Sqrt(s.Width / s.Height)))];
        return [.. AnchorClusters.Of(shapes, count).Select(static s => MathF.Round(s.Height / s.Width, 2)).Where(static r => r > 0).Distinct().Order()];
    }

    private static double FitOf(DataProfile data, double scale, int[] sizes, float[] ratios) => AnchorClusters.Fit(
        [.. data.Shapes.Select(s => ((float)(s.Height * scale), (float)(s.Width * scale)))],
        [.. from size in sizes from ratio in ratios select (size * MathF.Sqrt(ratio), size / MathF.Sqrt(ratio))]);
}
