using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Normalization;

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
