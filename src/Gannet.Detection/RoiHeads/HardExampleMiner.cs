using Gannet.Kernels.NonMaximumSuppression;

namespace Gannet.Detection.RoiHeads;

/// <summary>Chooses the regions that the second stage finds hardest: online hard example mining (Shrivastava et al. 2016).</summary>
internal static class HardExampleMiner
{
    /// <summary>The regions of the largest losses.</summary>
    /// <param name="losses">Loss of each region.</param>
    /// <param name="boxes">The regions.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="nms">IoU above which a region of larger loss removes another, so that one object does not fill the batch; null for none.</param>
    /// <returns>Indices, largest loss first; equal losses in the order given.</returns>
    public static int[] Choose(ReadOnlySpan<float> losses, ReadOnlySpan<Box> boxes, int count, double? nms)
    {
        if (nms is { } threshold)
        {
            var kept = Nms.Keep(boxes, losses, threshold);
            return kept.Length > count ? kept[..count] : kept;
        }

        var order = new int[losses.Length];
        var keys = new float[losses.Length];
        for (var k = 0; k < order.Length; k++) (order[k], keys[k]) = (k, losses[k]);
        return [.. order.OrderByDescending(k => keys[k]).Take(count)];
    }
}
