// Shapes: M bins along each side of a predicted mask.
using Gannet.Kernels.Simd;
using Gannet.Masks;

namespace Gannet.Kernels.Masks;

/// <summary>Pastes the small mask of a region into its image.</summary>
public static class MaskPaste
{
    // A frame of background around the mask, so that it fades out at the box's edge.
    internal const int Frame = 1;

    // Columns of the framed mask are padded to whole vectors of any length.
    private const int WidestVector = 16;

    /// <summary>Scales a mask to its box bilinearly and keeps the pixels that reach the threshold.</summary>
    /// <param name="probabilities"><c>[M, M]</c>, row by row.</param>
    /// <param name="box">The box that the mask fills, in pixels of the image.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="threshold">Lowest probability at which a pixel belongs to the object.</param>
    /// <remarks>torchvision's rule, pixel for pixel: the framed box is truncated to whole pixels and includes its first and last.</remarks>
    /// <exception cref="ArgumentException">The mask is not square or the box is not finite.</exception>
    public static RunLengthMask Paste(ReadOnlySpan<float> probabilities, Box box, int height, int width, float threshold = 0.5f) =>
        PasteWith(KernelPlan.Best, probabilities, box, height, width, threshold);

    internal static RunLengthMask PasteWith(
        KernelPlan plan, ReadOnlySpan<float> probabilities, Box box, int height, int width, float threshold)
    {
        var size = (int)Math.Round(Math.Sqrt(probabilities.Length));
        if (size == 0 || size * size != probabilities.Length)
            throw new ArgumentException($"A mask of {probabilities.Length} numbers is not square.", nameof(probabilities));
        RunLengthMask.CheckSize(height, width);
        var columns = PasteAxis.Of(box.X1, box.X2, size, Frame, width, nameof(box));
        var rows = PasteAxis.Of(box.Y1, box.Y2, size, Frame, height, nameof(box));
        var framed = AddFrame(probabilities, size);
        var runs = plan.VectorBits switch
        {
            512 => Paste<Lanes16>(framed, columns, rows, height, width, threshold),
            256 => Paste<Lanes8>(framed, columns, rows, height, width, threshold),
            128 => Paste<Lanes4>(framed, columns, rows, height, width, threshold),
            _ => Paste<Lanes1>(framed, columns, rows, height, width, threshold),
        };
        return new(height, width, runs.ToArray());
    }

    private static RunBuilder Paste<TLanes>(float[] framed, PasteAxis columns, PasteAxis rows, int height, int width, float threshold)
        where TLanes : struct, IFloatLanes<TLanes>
    {
        var stride = framed.Length / columns.Side;
        var column = new float[stride];
        var runs = new RunBuilder();
        runs.Add(columns.Start * height, isObject: false);
        foreach (var x in columns.Taps)
        {
            // Horizontally first: one number per bin, however many pixels it spans.
            var (left, right) = (TLanes.Of(1 - x.Weight), TLanes.Of(x.Weight));
            for (var k = 0; k < stride; k += TLanes.Count)
            {
                var low = TLanes.Load(in framed[x.Low * stride], (nuint)k);
                var high = TLanes.Load(in framed[x.High * stride], (nuint)k);
                (left * low + right * high).Store(ref column[0], (nuint)k);
            }

            runs.Add(rows.Start, isObject: false);
            foreach (var span in rows.Spans) AddSpan(runs, rows.Taps.AsSpan(span), column, threshold);
            runs.Add(height - rows.Start - rows.Taps.Length, isObject: false);
        }

        runs.Add((width - columns.Start - columns.Taps.Length) * height, isObject: false);
        return runs;
    }

    // The pixels between two bins are all alike unless the threshold lies between the bins' values.
    private static void AddSpan(RunBuilder runs, ReadOnlySpan<PasteTap> pixels, ReadOnlySpan<float> column, float threshold)
    {
        var (low, high) = (column[pixels[0].Low], column[pixels[0].High]);
        // Many times what rounding can move a pixel's value beyond its two bins. NaN fails both tests.
        var slack = 1e-6f * Math.Max(Math.Abs(low), Math.Abs(high));
        if (Math.Min(low, high) - slack >= threshold) runs.Add(pixels.Length, isObject: true);
        else if (Math.Max(low, high) + slack < threshold) runs.Add(pixels.Length, isObject: false);
        else
        {
            foreach (var y in pixels) runs.Add(1, (1 - y.Weight) * low + y.Weight * high >= threshold);
        }
    }

    // Column by column, like the runs.
    private static float[] AddFrame(ReadOnlySpan<float> mask, int size)
    {
        var side = size + 2 * Frame;
        var stride = (side + WidestVector - 1) / WidestVector * WidestVector;
        var framed = new float[side * stride];
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++) framed[(x + Frame) * stride + y + Frame] = mask[y * size + x];
        }

        return framed;
    }
}
