using Gannet.Kernels.NonMaximumSuppression;

namespace Gannet.Detection.RoiHeads;

/// <summary>Chooses the hardest regions for the second stage: online hard example mining (Shrivastava et al. 2016).</summary>
internal static class HardExampleMiner
{
    /// <summary>Chooses the regions with the largest losses.</summary>
    /// <param name="losses">Loss of each region.</param>
    /// <param name="boxes">The regions.</param>
    /// <param name="count">Largest number of regions.</param>
    /// <param name="nms">IoU above which a larger loss removes another region, so that no object fills the batch; null for none.</param>
    /// <returns>Indices, largest loss first; equal losses in the given order.</returns>
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
