namespace Gannet.Kernels.RoiPooling;

/// <summary>RoIAlign's points: evenly spread in each bin, either a fixed number or one per cell.</summary>
internal sealed class AlignSampling(RoiAlignOptions options) : RegionSampling(options.Size)
{
    public override void Place(Box box, in FeatureMap map)
    {
        var shift = options.Aligned ? 0.5f : 0f;
        var (x, y) = (box.X1 * map.Scale - shift, box.Y1 * map.Scale - shift);
        var (width, height) = (box.X2 * map.Scale - shift - x, box.Y2 * map.Scale - shift - y);
        // Without the half-cell shift, a region is at least one cell in size, as in the first implementation.
        if (!options.Aligned) (width, height) = (Math.Max(width, 1), Math.Max(height, 1));
        Prepare(Rows, y, height / options.Size, map.Height);
        Prepare(Columns, x, width / options.Size, map.Width);
    }

    // If the number of samples depends on the size, a region without extent has none and pools to 0 (torchvision's rule).
    private void Prepare(AxisTaps axis, float start, float binSize, int length) =>
        axis.Prepare(start, binSize, options.SamplingRatio > 0 ? options.SamplingRatio : (int)MathF.Ceiling(binSize), length);
}
