using Gannet.Detection.Images;
using Gannet.Detection.Necks;
using Gannet.Kernels.Overlaps;

namespace Gannet.Detection.Anchors;

/// <summary>How well a detector's anchors can cover objects.</summary>
public static class AnchorReach
{
    /// <summary>The largest IoU of each object with any anchor.</summary>
    /// <param name="detector">The detector.</param>
    /// <param name="picture">Size of the picture.</param>
    /// <param name="objects">Boxes in pixels of the picture.</param>
    /// <returns>One IoU per object; 0 for one that the transform crops away.</returns>
    /// <remarks>Only the position nearest to the object's centre is looked at: the IoU of two shapes falls with their distance on each axis.</remarks>
    public static float[] Of(Detector detector, ImageSize picture, IReadOnlyList<Box> objects)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(objects);
        var placement = detector.Transform.Place(picture);
        return Of(detector.Options.Anchors, detector.AnchorLevels, detector.Transform.InputSize([placement]), [.. objects.Select(box => placement.Clip(placement.ToInput(box)))]);
    }

    /// <summary>The same for boxes in pixels of the input.</summary>
    internal static float[] Of(AnchorOptions options, IReadOnlyList<FeatureLevel> levels, ImageSize input, Box[] objects)
    {
        var generator = new AnchorGenerator(options);
        var best = new float[objects.Length];
        for (var level = 0; level < levels.Count; level++)
        {
            var (rows, columns) = (Axis.Of(options, levels[level], input.Height), Axis.Of(options, levels[level], input.Width));
            foreach (var anchor in generator.CellsOf(level))
            {
                for (var k = 0; k < objects.Length; k++)
                {
                    if (!objects[k].IsValid) continue;
                    var (x, y) = ((objects[k].X1 + objects[k].X2) / 2, (objects[k].Y1 + objects[k].Y2) / 2);
                    best[k] = Math.Max(best[k], Iou.Of(anchor.Shift(columns.Nearest(x), rows.Nearest(y)), objects[k]));
                }
            }
        }

        return best;
    }

    // Positions start + k · step for k below count, as AnchorGenerator places them.
    private readonly record struct Axis(float Start, float Step, int Count)
    {
        public static Axis Of(AnchorOptions options, FeatureLevel level, int length)
        {
            var cells = Math.Max(1, (length + level.Stride - 1) / level.Stride);
            var stride = options.FixedStrides || level.Origin != 0 ? level.Stride : length / cells;
            return new(level.Origin + options.Offset * stride, options.Step * stride, (cells + options.Step - 1) / options.Step);
        }

        public float Nearest(float centre) => Start + Math.Clamp(MathF.Round((centre - Start) / Step), 0, Count - 1) * Step;
    }
}
