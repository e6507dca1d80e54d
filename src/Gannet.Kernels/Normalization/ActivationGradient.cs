using System.Runtime.CompilerServices;
using Gannet.Kernels.Convolution;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Normalization;

/// <summary>The inputs from which the gradient before the activation is computed.</summary>
/// <remarks>The activation's input is recomputed, with the same rounding, unless an addend was part of it.</remarks>
internal readonly unsafe struct ActivationGradient(
    float* x, float* mean, float* scale, float* shift, float* y, float* gradient, OutputActivation activation)
{
    public float* X => x;

    public float* Mean => mean;

    public float* Scale => scale;

    public float* Shift => shift;

    /// <summary>The result, or null if the activation's input can be recomputed from x.</summary>
    public float* Y => y;

    public float* Gradient => gradient;

    public OutputActivation Activation => activation;

    /// <summary>The gradient before the activation.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="incoming">The gradient after it.</param>
    /// <param name="value">Its input; for ReLU, its result will do.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Before<TLanes>(OutputActivation activation, TLanes incoming, TLanes value) where TLanes : struct, IFloatLanes<TLanes>
    {
        if (activation == OutputActivation.None) return incoming;
        if (activation == OutputActivation.Relu) return incoming & TLanes.Greater(value, default);
        var inside = incoming * (value * TLanes.Of(1f / 3) + TLanes.Of(.5f));
        var above = TLanes.Select(TLanes.Greater(value, TLanes.Of(3)), incoming, inside);
        return TLanes.Select(TLanes.Greater(TLanes.Of(-3), value), default, above);
    }
}
