using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Convolution;

/// <summary>The gradient of the weights of a 1×1 convolution or a fully connected layer: Σ over cells of gradient · input.</summary>
/// <remarks>Every sum is added up in the same order with any number of threads.</remarks>
/// <typeparam name="TLanes">The vectors to compute with.</typeparam>
internal static unsafe class MatrixWeightGradient<TLanes> where TLanes : struct, IFloatLanes<TLanes>
{
    private const int MostRows = 2048; // of a chunk
    private const int GroupsOfPart = 8; // of rows that a thread multiplies with a panel before it takes other work

    /// <summary>Computes the gradient.</summary>
    /// <param name="gradient"><c>[cells, outputs]</c>.</param>
    /// <param name="outputs">Channels of the gradient.</param>
    /// <param name="input"><c>[cells, inputs]</c>.</param>
    /// <param name="inputs">Channels of the input.</param>
    /// <param name="cells">Number of cells.</param>
    /// <param name="result"><c>[outputs, inputs]</c>.</param>
    /// <param name="plan">How it runs.</param>
    public static void Run(float* gradient, int outputs, float* input, int inputs, int cells, float* result, KernelPlan plan)
    {
        var sums = new GradientSums<TLanes>(outputs, inputs);
        var chunk = Math.Min(sums.RowsOfChunk(MostRows), Math.Max(cells, 1));
        var left = AlignedBuffer.Scratch((long)chunk * (sums.PaddedRows + sums.PaddedColumns) + sums.Count + 2 * AlignedBuffer.FloatsOfLine);
        float* right = Aligned(left + (long)chunk * sums.PaddedRows), total = Aligned(right + (long)chunk * sums.PaddedColumns);
        if (cells == 0) new Span<float>(result, outputs * inputs).Clear();
        var (groups, panels) = (sums.PaddedRows / GradientSums<TLanes>.Group, sums.Panels);
        var parts = (groups + GroupsOfPart - 1) / GroupsOfPart;
        for (var start = 0; start < cells; start += chunk)
        {
            var (from, count) = (start, Math.Min(chunk, cells - start));
            plan.ForRanges(count, 1, (_, begin, end) =>
            {
                for (var t = begin; t < end; t++)
                {
                    PackGroups(gradient + (long)(from + t) * outputs, outputs, left + t * GradientSums<TLanes>.Group, chunk);
                    PackPanels(input + (long)(from + t) * inputs, inputs, right, chunk, t);
                }
            });
            plan.ForEach(panels * parts, part =>
            {
                var (panel, first) = (part / parts, part % parts * GroupsOfPart);
                sums.Multiply(left, GradientSums<TLanes>.Group, (long)chunk * GradientSums<TLanes>.Group, right, chunk, count, panel, first,
                    Math.Min(first + GroupsOfPart, groups), total, adds: from > 0);
            });
        }

        if (cells == 0) return;
        plan.ForRanges(outputs, 1, (_, begin, end) =>
        {
            for (var k = begin; k < end; k++)
            {
                for (var panel = 0; panel < panels; panel++)
                {
                    var (column, columns) = (panel * GradientSums<TLanes>.Width, Math.Min(GradientSums<TLanes>.Width, inputs - panel * GradientSums<TLanes>.Width));
                    new ReadOnlySpan<float>(sums.Row(total, panel, k), columns).CopyTo(new(result + (long)k * inputs + column, columns));
                }
            }
        });
    }

    // Six channels of all rows of the chunk follow one another, so that the kernel reads them in order.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackGroups(float* row, int channels, float* target, int chunk)
    {
        const int group = GradientSums<TLanes>.Group;
        var (c, next) = (0, (long)chunk * group);
        for (; c + group <= channels; c += group, target += next)
        {
            (target[0], target[1], target[2]) = (row[c], row[c + 1], row[c + 2]);
            (target[3], target[4], target[5]) = (row[c + 3], row[c + 4], row[c + 5]);
        }

        for (var rest = 0; c < channels; c++, rest++) target[rest] = row[c];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackPanels(float* row, int channels, float* panels, int chunk, int t)
    {
        for (var panel = 0; panel * GradientSums<TLanes>.Width < channels; panel++)
        {
            var (first, count) = (panel * GradientSums<TLanes>.Width, Math.Min(GradientSums<TLanes>.Width, channels - panel * GradientSums<TLanes>.Width));
            var target = panels + GradientSums<TLanes>.At(panel, chunk, t, channels);
            new ReadOnlySpan<float>(row + first, count).CopyTo(new(target, count));
            for (var c = count; c % TLanes.Count != 0; c++) target[c] = 0;
        }
    }

    private static float* Aligned(float* start) => (float*)(((nint)start + AlignedBuffer.Line - 1) / AlignedBuffer.Line * AlignedBuffer.Line);
}
