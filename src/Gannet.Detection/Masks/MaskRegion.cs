using Gannet.Detection.RoiHeads;
using Gannet.Kernels.Masks;

namespace Gannet.Detection.Masks;

/// <summary>A region whose mask is trained.</summary>
/// <param name="Box">In pixels of the input.</param>
/// <param name="Label">Class of its object, 0-based.</param>
/// <param name="Outline">Outline of its object, in pixels of the input.</param>
internal readonly record struct MaskRegion(Box Box, int Label, ObjectMask Outline)
{
    /// <summary>The foreground regions whose object has an outline; objects with only a box do not train the mask head.</summary>
    public static MaskRegion[] Of(RoiTargets regions, GroundTruth truth) => truth.Masks is not { } masks ? [] :
    [
        .. Enumerable.Range(0, regions.Positives).Where(r => masks[regions.Objects[r]] is not null)
            .Select(r => new MaskRegion(regions.Boxes[r], regions.Classes[r] - 1, masks[regions.Objects[r]]!)),
    ];
}
