using Gannet.Kernels.Simd;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Normalization;

/// <summary>Normalizes runs of neighbouring elements by their own mean and variance.</summary>
internal static unsafe class MeanAndVariance
{
    private const long WorthThreads = 1 << 14;

    /// <summary>Writes (x − mean) / √(variance + epsilon) for each run.</summary>
    /// <param name="x">Runs of <paramref name="length"/> elements.</param>
    /// <param name="length">Elements per run.</param>
    /// <param name="epsilon">Keeps the root away from 0.</param>
    /// <param name="y">Where results go.</param>
    /// <param name="means">Where each run's mean goes, or empty.</param>
    /// <param name="inverses">Where 1 / √(variance + epsilon) goes, or empty.</param>
    public static void Normalize(Tensor x, int length, float epsilon, Tensor y, Tensor? means = null, Tensor? inverses = null)
    {
        if (x.Type != OnnxElementType.Float) throw new InvalidDataException($"normalizing {x} is not supported");
        if (x.Count == 0) return;
        var from = x.Address<float>();
        var to = y.Address<float>();
        var toMeans = means is null ? null : means.Address<float>();
        var toInverses = inverses is null ? null : inverses.Address<float>();
        KernelPlan.Best.For(x.Count, WorthThreads).ForRanges(x.Count / length, 1, (_, start, end) =>
        {
            for (var run = start; run < end; run++)
            {
                var source = new ReadOnlySpan<float>(from + (long)run * length, length);
                var target = new Span<float>(to + (long)run * length, length);
                double sum = 0, squares = 0;
                foreach (var value in source) sum += value;
                var mean = sum / length;
                foreach (var value in source) squares += (value - mean) * (value - mean);
                var inverse = 1 / Math.Sqrt(squares / length + epsilon);
                for (var k = 0; k < length; k++) target[k] = (float)((source[k] - mean) * inverse);
                if (toMeans != null) toMeans[run] = (float)mean;
                if (toInverses != null) toInverses[run] = (float)inverse;
            }
        });
        GC.KeepAlive(x);
    }
}
