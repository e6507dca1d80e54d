using Gannet.Torch;

namespace Gannet.Detection.RoiHeads;

/// <summary>Pictures of data sets that mark different classes, in one training.</summary>
/// <remarks>A picture says nothing about a class that its source does not mark: what the detector takes for one is not held against it.</remarks>
internal static class SourceClasses
{
    public static bool AnyRestricted(IReadOnlyList<GroundTruth> truths) => truths.Any(static t => t.ActiveClasses is not null);

    /// <summary>1 for each region whose most probable class is background or one that its picture's source marks, else 0: <c>[R]</c>.</summary>
    /// <remarks>Device sync.</remarks>
    public static Tensor Counted(Tensor logits, IReadOnlyList<RoiTargets> targets, IReadOnlyList<GroundTruth> truths)
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

        return scope.Keep(Tensor.From<float>(counted).To(logits.Device, ElementType.Float));
    }
}
