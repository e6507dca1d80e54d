using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Tests.Simd;

public sealed class IFloatLanesTests
{
    private static readonly float[] s_values =
    [
        0, -0f, 1, -1, .5f, 1.5f, 2.5f, -2.5f, 3, 1e-40f, 1e30f, -1e30f, float.MaxValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN,
    ];

    [Fact]
    public void Four_lanes_do_what_one_does() => Check<Lanes4>();

    [Fact]
    public void Eight_lanes_do_what_one_does() => Check<Lanes8>();

    [Fact]
    public void Sixteen_lanes_do_what_one_does() => Check<Lanes16>();

    private static void Check<T>() where T : struct, IFloatLanes<T>
    {
        var random = new Random(2);
        for (var repeat = 0; repeat < 300; repeat++)
        {
            float[] a = [.. Enumerable.Range(0, T.Count).Select(_ => s_values[random.Next(s_values.Length)])];
            float[] b = [.. Enumerable.Range(0, T.Count).Select(_ => s_values[random.Next(s_values.Length)])];
            Assert.Equal(All<Lanes1>(a, b), All<T>(a, b));
        }

        float[] whole = [.. Enumerable.Range(0, T.Count).Select(static k => k * 16 - 126f)];
        int[] integers = new int[T.Count], powers = new int[T.Count];
        T.Load(in whole[0], 0).StoreIntegers(ref integers[0], 0);
        T.PowerOfTwo(T.Load(in whole[0], 0)).Store(ref Unsafe.As<int, float>(ref powers[0]), 0);
        Assert.Equal(whole.Select(static v => (int)v), integers);
        Assert.Equal(whole.Select(static v => BitConverter.SingleToInt32Bits(MathF.Pow(2, v))), powers);
    }

    // Bits, to distinguish NaN and −0; of NaN and a number, minimum and maximum may be either.
    private static List<int> All<T>(float[] a, float[] b) where T : struct, IFloatLanes<T>
    {
        var found = new List<int>();
        Span<float> values = stackalloc float[T.Count];
        for (var k = 0; k < a.Length; k += T.Count)
        {
            var (x, y) = (T.Load(in a[0], (nuint)k), T.Load(in b[0], (nuint)k));
            T[] results =
            [
                x + y, x - y, x * y, x / y, x & y, T.Greater(x, y), T.GreaterOrEqual(x, y), T.Select(T.Greater(x, y), x, y), T.Round(x), T.Of(a[0]),
                T.Min(x, x), T.Max(x, x),
                T.Select(T.GreaterOrEqual(x, T.Of(float.NegativeInfinity)) & T.Greater(y, x), T.Min(x, y) + T.Max(y, x), x),
            ];
            foreach (var result in results)
            {
                result.Store(ref values[0], 0);
                foreach (var value in values) found.Add(float.IsNaN(value) ? int.MinValue + 1 : BitConverter.SingleToInt32Bits(value));
            }

            var mask = T.Greater(x, y);
            for (var lane = 0; lane < T.Count; lane++)
            {
                Assert.Equal(a[k + lane] > b[k + lane], (T.Bits(mask) >> lane & 1) == 1);
            }

            Assert.Equal(T.Bits(mask) != 0, T.Any(mask));
        }

        // One lane after the other, whatever the width.
        var kinds = found.Count / a.Length;
        return T.Count == a.Length ? [.. Enumerable.Range(0, a.Length).SelectMany(lane => Enumerable.Range(0, kinds).Select(kind => found[kind * a.Length + lane]))] : found;
    }
}
