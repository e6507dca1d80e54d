using System.Runtime.CompilerServices;
using Gannet.Kernels.Convolution;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Normalization;

/// <summary>An operation on each element.</summary>
internal interface IRowStep
{
    /// <summary>Applies it to the first elements of a stretch.</summary>
    /// <param name="at">Index of the stretch's first element in the whole map.</param>
    /// <param name="count">Number of elements, a multiple of the vector length.</param>
    void Do<TLanes>(long at, int count) where TLanes : struct, IFloatLanes<TLanes>;
}

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

/// <summary>Normalises, adds and activates.</summary>
internal readonly unsafe struct ForwardRow(float* x, float* mean, float* scale, float* shift, float* addend, OutputActivation activation, float* y) : IRowStep
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Do<TLanes>(long at, int count) where TLanes : struct, IFloatLanes<TLanes>
    {
        // Locals, which the compiler may keep in registers while memory is written.
        float* from = x + at, add = addend == null ? null : addend + at, to = y + at, zero = mean, factor = scale, offset = shift;
        var last = activation;
        for (var c = 0; c < count; c += TLanes.Count)
        {
            var value = (TLanes.Load(ref from[c], 0) - TLanes.Load(ref zero[c], 0)) * TLanes.Load(ref factor[c], 0) + TLanes.Load(ref offset[c], 0);
            if (add != null) value += TLanes.Load(ref add[c], 0);
            // Not a maximum, which may hide NaN: a diverging training must be visible.
            if (last == OutputActivation.Relu) value = TLanes.Select(TLanes.Greater(default, value), default, value);
            else if (last == OutputActivation.HardSwish)
                value = value * TLanes.Min(TLanes.Max(value + TLanes.Of(3), default), TLanes.Of(6)) * TLanes.Of(1f / 6);
            value.Store(ref to[c], 0);
        }
    }
}

/// <summary>The gradient of the input: the gradient of the result minus its mean and its slope along x, scaled.</summary>
/// <param name="before">The gradient before the activation.</param>
/// <param name="average">Its mean per channel.</param>
/// <param name="slope">The mean of its product with (x − mean), divided by the variance.</param>
/// <param name="to">Where the gradient of the input goes.</param>
/// <param name="beside">Where the gradient of the addend goes, or null.</param>
internal readonly unsafe struct BackwardRow(ActivationGradient before, float* average, float* slope, float* to, float* beside) : IRowStep
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Do<TLanes>(long at, int count) where TLanes : struct, IFloatLanes<TLanes>
    {
        float* x = before.X + at, incoming = before.Gradient + at, y = before.Y == null ? null : before.Y + at, own = to + at;
        float* mean = before.Mean, scale = before.Scale, shift = before.Shift, middle = average, tilt = slope, other = beside == null ? null : beside + at;
        var activation = before.Activation;
        for (var c = 0; c < count; c += TLanes.Count)
        {
            var factor = TLanes.Load(ref scale[c], 0);
            var distance = TLanes.Load(ref x[c], 0) - TLanes.Load(ref mean[c], 0);
            var value = y != null ? TLanes.Load(ref y[c], 0) : distance * factor + TLanes.Load(ref shift[c], 0);
            var gradient = ActivationGradient.Before(activation, TLanes.Load(ref incoming[c], 0), value);
            if (other != null) gradient.Store(ref other[c], 0);
            ((gradient - TLanes.Load(ref middle[c], 0) - distance * TLanes.Load(ref tilt[c], 0)) * factor).Store(ref own[c], 0);
        }
    }
}
