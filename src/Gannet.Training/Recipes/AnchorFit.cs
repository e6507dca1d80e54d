using Gannet.Detection.Anchors;

namespace Gannet.Training.Recipes;

/// <summary>Anchors that cover the objects of a data set.</summary>
/// <param name="Sizes">One side per level, in pixels of the input, finest level first.</param>
/// <param name="Ratios">Height divided by width.</param>
internal sealed record AnchorFit(int[] Sizes, float[] Ratios)
{
    // Between two sizes a factor of two apart every square has an IoU of at least .5 with one of them.
    private const double MostStep = 2, LeastStep = 1.25;

    // Three ratios cost three times the predictions of one; they must gain this much IoU between objects and anchors of their area.
    private const double WorthRatios = 0.03;

    private const int RatioCount = 3, LeastSize = 8;

    /// <summary>Fits sizes to the range of the objects, and ratios by k-means under IoU.</summary>
    /// <param name="data">The objects.</param>
    /// <param name="size">How large they are in the input.</param>
    /// <param name="levels">Number of levels of the pyramid.</param>
    public static AnchorFit Of(DataProfile data, InputSize size, int levels)
    {
        var objects = size.Objects(data);
        var (low, high) = (objects.Low * Math.Sqrt(LeastStep), objects.High / Math.Sqrt(LeastStep));
        var step = levels == 1 ? 1 : Math.Clamp(Math.Pow(Math.Max(high / low, 1), 1.0 / (levels - 1)), LeastStep, MostStep);
        // Where the steps cannot reach from end to end, the middle of the range counts.
        var first = levels > 1 && low * Math.Pow(step, levels - 1) < high ? Math.Sqrt(low * high) / Math.Pow(step, (levels - 1) / 2.0) : low;
        int[] sizes = [.. Enumerable.Range(0, levels).Select(k => Math.Max(LeastSize + k, (int)Math.Round(first * Math.Pow(step, k))))];
        var one = ShapesOf(data, 1);
        var several = ShapesOf(data, RatioCount);
        return FitOf(data, several) - FitOf(data, one) >= WorthRatios ? new(sizes, several) : new(sizes, one);
    }

    private static float[] ShapesOf(DataProfile data, int count)
    {
        return [.. AnchorClusters.Of(OfOneArea(data), count).Select(static s => MathF.Round(s.Height / s.Width, 2)).Where(static r => r > 0).Distinct().Order()];
    }

    private static double FitOf(DataProfile data, float[] ratios) =>
        AnchorClusters.Fit(OfOneArea(data), [.. ratios.Select(static r => (MathF.Sqrt(r), 1 / MathF.Sqrt(r)))]);

    private static (float Height, float Width)[] OfOneArea(DataProfile data) =>
        [.. data.Shapes.Select(static s => (MathF.Sqrt(s.Height / s.Width), MathF.Sqrt(s.Width / s.Height)))];
}
