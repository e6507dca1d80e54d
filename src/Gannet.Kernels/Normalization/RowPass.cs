
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Normalization;

/// <summary>Applies a step to every element of a map.</summary>
internal static class RowPass
{
    public static void Run<TStep>(TStep step, RowLayout layout, KernelPlan plan) where TStep : struct, IRowStep
    {
        switch (plan.VectorBits)
        {
            case 512: Run<TStep, Lanes16>(step, layout, plan); break;
            case 256: Run<TStep, Lanes8>(step, layout, plan); break;
            case 128: Run<TStep, Lanes4>(step, layout, plan); break;
            default: Run<TStep, Lanes1>(step, layout, plan); break;
        }
    }

    private static void Run<TStep, TLanes>(TStep step, RowLayout layout, KernelPlan plan)
        where TStep : struct, IRowStep where TLanes : struct, IFloatLanes<TLanes> => plan.ForEach(layout.ChunkCount, chunk =>
    {
        var (start, end) = layout.Chunk(chunk);
        for (var stretch = start; stretch < end; stretch++) step.Do<TLanes>((long)stretch * layout.Width, layout.Width);
        if (chunk == layout.ChunkCount - 1) step.Do<Lanes1>((long)layout.Stretches * layout.Width, layout.Rest);
    });
}
