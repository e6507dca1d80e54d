using System.Runtime.CompilerServices;
using Gannet.Kernels.Convolution;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Normalization;

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
