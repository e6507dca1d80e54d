using Gannet.Torch;

namespace Gannet.Detection.RoiHeads;

/// <summary>Supports training on data sets that annotate different classes.</summary>
/// <remarks>An image may contain objects of classes that its source does not annotate; predictions of these are not penalized.</remarks>
internal static class SourceClasses
{
    public static bool AnyRestricted(IReadOnlyList<GroundTruth> truths) => truths.Any(static t => t.ActiveClasses is not null);

    /// <summary>For each region 1 if its most probable class is background or annotated in its image's source, otherwise 0.</summary>
    /// <remarks>Device sync.</remarks>
    public static float[] Counted(Tensor logits, IReadOnlyList<RoiTargets> targets, IReadOnlyList<GroundTruth> truths)
    {
        using var scope = TensorScope.Enter();
        var best = logits.Detach().Argmax(1).ToArray<long>();
        var counted = new float[best.Length];
        var r = 0;
        for (var n = 0; n < targets.Count; n++)
        {
            var active = truths[n].ActiveClasses?.ToHashSet();
            foreach (var _ in targets[n].Boxes)
            {
                counted[r] = best[r] == 0 || active is null || active.Contains((int)best[r] - 1) ? 1 : 0;
                r++;
            }
        }

        return counted;
    }
}
