namespace Gannet.Kernels.RoiPooling;

/// <summary>Crop-and-resize's points: one per bin, the outermost on the region's first and last pixel.</summary>
internal sealed class CropSampling(CropAndResizeOptions options) : RegionSampling(options.Size)
{
    public override void Place(Box box, in FeatureMap map)
    {
        Prepare(Rows, box.Y1, box.Y2, options.ImageHeight, map.Height);
        Prepare(Columns, box.X1, box.X2, options.ImageWidth, map.Width);
    }

    // Pixels are points here: an image's first pixel is at 0 and its last at 1, whatever the scale of the map.
    private static void Prepare(AxisTaps axis, float start, float end, int pixels, int length)
    {
        var intervals = Math.Max(pixels - 1, 1);
        axis.PreparePoints((double)start * (length - 1) / intervals, (end - 1d) * (length - 1) / intervals, length);
    }
}
