using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Convolution;

/// <summary>Adds a bias and another map to a bf16 map and activates the sum, in place: one pass instead of three.</summary>
internal static unsafe class OutputPass
{
    /// <summary>Finishes a map.</summary>
    /// <param name="map"><c>[cells, K]</c>, bf16.</param>
    /// <param name="cells">Number of cells in all images.</param>
    /// <param name="bias"><c>[K]</c>.</param>
    /// <param name="addend">A map of the same shape, or null.</param>
    /// <param name="activation">Applied last.</param>
    public static void Run(ushort* map, int cells, ReadOnlySpan<float> bias, ushort* addend, OutputActivation activation) =>
        Run(map, cells, bias, addend, activation, KernelPlan.Best);

    internal static void Run(ushort* map, int cells, ReadOnlySpan<float> bias, ushort* addend, OutputActivation activation, KernelPlan plan)
    {
        fixed (float* first = bias)
        {
            var stage = new OutputStage<BFloat16Element>(first, (BFloat16Element*)addend, (BFloat16Element*)map, activation);
            switch (plan.VectorBits)
            {
                case 512:
                    Run<Lanes16>((BFloat16Element*)map, cells, bias.Length, stage, plan);
                    break;
                case 256:
                    Run<Lanes8>((BFloat16Element*)map, cells, bias.Length, stage, plan);
                    break;
                case 128:
                    Run<Lanes4>((BFloat16Element*)map, cells, bias.Length, stage, plan);
                    break;
                default:
                    Run<Lanes1>((BFloat16Element*)map, cells, bias.Length, stage, plan);
                    break;
            }
        }
    }

    private static void Run<TLanes>(BFloat16Element* map, int cells, int channels, OutputStage<BFloat16Element> stage, KernelPlan plan)
        where TLanes : struct, IFloatLanes<TLanes> =>
        plan.For((long)cells * channels, worthThreads: 1 << 16).ForRanges(cells, 1, (_, start, end) =>
        {
            for (var cell = start; cell < end; cell++)
            {
                var (at, c) = ((long)cell * channels, 0);
                for (; c + TLanes.Count <= channels; c += TLanes.Count) stage.Write(BFloat16Element.Load<TLanes>(ref map[at + c]), at + c, c);
                for (; c < channels; c++) stage.Write(BFloat16Element.Load<Lanes1>(ref map[at + c]), at + c, c);
            }
        });
}
