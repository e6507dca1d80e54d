using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Normalization;

/// <summary>The gradient before the activation, and its product with the distance from the mean.</summary>
internal readonly unsafe struct GradientTerms(ActivationGradient before) : IRowTerms
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddTo<TLanes>(long at, int column, int width, int count, ref TLanes first, ref TLanes second) where TLanes : struct, IFloatLanes<TLanes>
    {
        float* x = before.X + at, incoming = before.Gradient + at, y = before.Y == null ? null : before.Y + at;
        TLanes mean = TLanes.Load(ref before.Mean[column], 0), scale = TLanes.Load(ref before.Scale[column], 0), shift = TLanes.Load(ref before.Shift[column], 0);
        TLanes sum = first, products = second;
        var activation = before.Activation;
        var k = 0;
        // Two at a time, so that the additions do not wait for each other.
        for (; k + 2 <= count; k += 2, x += 2 * width, incoming += 2 * width)
        {
            TLanes d0 = TLanes.Load(ref *x, 0) - mean, d1 = TLanes.Load(ref x[width], 0) - mean;
            TLanes v0 = d0 * scale + shift, v1 = d1 * scale + shift;
            if (y != null)
            {
                (v0, v1) = (TLanes.Load(ref *y, 0), TLanes.Load(ref y[width], 0));
                y += 2 * width;
            }

            var g0 = ActivationGradient.Before(activation, TLanes.Load(ref *incoming, 0), v0);
            var g1 = ActivationGradient.Before(activation, TLanes.Load(ref incoming[width], 0), v1);
            sum += g0 + g1;
            products += g0 * d0 + g1 * d1;
        }

        if (k < count)
        {
            var distance = TLanes.Load(ref *x, 0) - mean;
            var value = y != null ? TLanes.Load(ref *y, 0) : distance * scale + shift;
            var gradient = ActivationGradient.Before(activation, TLanes.Load(ref *incoming, 0), value);
            sum += gradient;
            products += gradient * distance;
        }

        (first, second) = (sum, products);
    }
}
