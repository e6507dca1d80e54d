using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Convolution;

/// <summary>What happens to a sum of products before it is written: a bias and a map are added, then an activation is applied.</summary>
/// <param name="bias"><c>[Outputs]</c>.</param>
/// <param name="addend">A map of the output's shape, or null.</param>
/// <param name="output">Where results go.</param>
/// <param name="activation">Applied last.</param>
/// <param name="streams">Whether results are written past the cache; whole vectors of them are then aligned.</param>
internal readonly unsafe struct OutputStage<TElement>(float* bias, TElement* addend, TElement* output, OutputActivation activation, bool streams = false)
    where TElement : unmanaged, IElement<TElement>
{
    private readonly OutputActivation _activation = activation is OutputActivation.None or OutputActivation.Relu or OutputActivation.HardSwish
        ? activation
        : throw new ArgumentOutOfRangeException(nameof(activation), activation, "unknown activation");

    /// <summary>Finishes and writes <paramref name="count"/> channels of one cell.</summary>
    /// <param name="sums">Sums of products.</param>
    /// <param name="at">Index of the first channel in the whole output.</param>
    /// <param name="channel">The channel's index.</param>
    /// <param name="count">Number of channels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write<TLanes>(float* sums, long at, int channel, int count) where TLanes : struct, IFloatLanes<TLanes>
    {
        var c = 0;
        for (; c + TLanes.Count <= count; c += TLanes.Count) Write(TLanes.Load(ref sums[c], 0), at + c, channel + c);
        for (; c < count; c++) Write(Lanes1.Of(sums[c]), at + c, channel + c);
    }

    /// <summary>Finishes and writes one vector of channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write<TLanes>(TLanes sum, long at, int channel) where TLanes : struct, IFloatLanes<TLanes>
    {
        sum += TLanes.Load(ref bias[channel], 0);
        if (addend != null) sum += TElement.Load<TLanes>(ref addend[at]);
        if (streams) TElement.StoreStreaming(Activate(sum), ref output[at]);
        else TElement.Store(Activate(sum), ref output[at]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TLanes Activate<TLanes>(TLanes x) where TLanes : struct, IFloatLanes<TLanes>
    {
        if (_activation == OutputActivation.None) return x;
        // Not a maximum, which may hide NaN: a diverging training must be visible.
        if (_activation == OutputActivation.Relu) return TLanes.Select(TLanes.Greater(default, x), default, x);
        return x * TLanes.Min(TLanes.Max(x + TLanes.Of(3), TLanes.Of(0)), TLanes.Of(6)) * TLanes.Of(1f / 6);
    }
}

/// <summary>The function that a convolution applies to its result.</summary>
public enum OutputActivation
{
    /// <summary>The result unchanged.</summary>
    None,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x · clamp(x + 3, 0, 6) / 6, as in MobileNetV3.</summary>
    HardSwish,
}
