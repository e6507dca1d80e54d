// Shapes: C channels, R regions, P × Q bins.
using Gannet.Kernels.RoiPooling;
using Gannet.Kernels.Simd;

namespace Gannet.Runtime.Operators.Regions;

/// <summary>RoIAlign with bins that are not square, or with the largest of the weighted corners instead of their sum.</summary>
/// <remarks>Detectors use neither, so the kernels do not have them.</remarks>
internal static unsafe class SampledPooling
{
    /// <summary>Pools every region to <c>[R, P, Q, C]</c>.</summary>
    public static void Run(FeatureMap map, PlacedRegion[] regions, (int Rows, int Columns) bins, int samples, bool isAligned, bool isMaximum, float* result)
    {
        KernelPlan.Best.ForEach(regions.Length, r =>
        {
            var (box, shift) = (regions[r].Box, isAligned ? 0.5f : 0);
            var (left, top) = (box.X1 * map.Scale - shift, box.Y1 * map.Scale - shift);
            var (width, height) = (box.X2 * map.Scale - shift - left, box.Y2 * map.Scale - shift - top);
            if (!isAligned) (width, height) = (Math.Max(width, 1), Math.Max(height, 1));
            var (binHeight, binWidth) = (height / bins.Rows, width / bins.Columns);
            var down = samples > 0 ? samples : (int)MathF.Ceiling(binHeight);
            var across = samples > 0 ? samples : (int)MathF.Ceiling(binWidth);
            var image = map.Image(regions[r].Image);
            for (var bin = 0; bin < bins.Rows * bins.Columns; bin++)
            {
                var target = new Span<float>(result + ((long)r * bins.Rows * bins.Columns + bin) * map.Channels, map.Channels);
                target.Fill(isMaximum && down > 0 && across > 0 ? float.NegativeInfinity : 0);
                for (var k = 0; k < down * across; k++)
                {
                    var y = top + (bin / bins.Columns + (k / across + 0.5f) / down) * binHeight;
                    var x = left + (bin % bins.Columns + (k % across + 0.5f) / across) * binWidth;
                    AddSample(map, image, y, x, isMaximum ? 1 : 1f / (down * across), isMaximum, target);
                }
            }
        });
    }

    private static void AddSample(FeatureMap map, float* image, float y, float x, float share, bool isMaximum, Span<float> target)
    {
        if (!(y >= -1 && y <= map.Height && x >= -1 && x <= map.Width))
        {
            if (isMaximum) Meet(target, image, 0, isMaximum);
            return;
        }

        var (top, bottom, down) = Corners(y, map.Height);
        var (left, right, across) = Corners(x, map.Width);
        Meet(target, image + ((long)top * map.Width + left) * map.Channels, (1 - down) * (1 - across) * share, isMaximum);
        Meet(target, image + ((long)top * map.Width + right) * map.Channels, (1 - down) * across * share, isMaximum);
        Meet(target, image + ((long)bottom * map.Width + left) * map.Channels, down * (1 - across) * share, isMaximum);
        Meet(target, image + ((long)bottom * map.Width + right) * map.Channels, down * across * share, isMaximum);
    }

    private static void Meet(Span<float> target, float* cell, float weight, bool isMaximum)
    {
        for (var c = 0; c < target.Length; c++) target[c] = isMaximum ? Math.Max(target[c], weight * cell[c]) : target[c] + weight * cell[c];
    }

    private static (int Low, int High, float Fraction) Corners(float at, int length)
    {
        at = Math.Max(at, 0);
        var low = (int)at;
        return low >= length - 1 ? (length - 1, length - 1, 0) : (low, low + 1, at - low);
    }
}
