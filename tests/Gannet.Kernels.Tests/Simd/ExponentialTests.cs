using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Tests.Simd;

public sealed class ExponentialTests
{
    [Fact]
    public void Is_within_two_units_in_the_last_place()
    {
        var worst = 0.0;
        for (var x = -87f; x <= 88f; x += 1e-3f)
        {
            var exact = Math.Exp(x);
            worst = Math.Max(worst, Math.Abs(Of<Lanes1>([x])[0] - exact) / (exact * 1.1920929e-7));
        }

        Assert.InRange(worst, 0.1, 2);
    }

    [Fact]
    public void Keeps_the_ends_in_bounds()
    {
        float[] x = [float.NaN, float.NegativeInfinity, -1e9f, 0, -0f, 1, 88, float.PositiveInfinity];
        var found = Of<Lanes1>(x);
        Assert.True(float.IsNaN(found[0]));
        Assert.All(found[1..3], static v => Assert.InRange(v, 0, 2e-38f));
        Assert.Equal([1f, 1f], found[3..5]);
        Assert.Equal(MathF.E, found[5], 3e-7f);
        Assert.Equal(found[6], found[7]);
    }

    [Fact]
    public void Is_the_same_at_every_width()
    {
        var random = new Random(4);
        float[] x = [.. Enumerable.Range(0, 4096).Select(_ => random.NextSingle() * 190 - 95), float.NaN, .. new float[15]];
        var expected = Of<Lanes1>(x);
        Assert.Equal(expected, Of<Lanes4>(x));
        Assert.Equal(expected, Of<Lanes8>(x));
        Assert.Equal(expected, Of<Lanes16>(x));
    }

    private static float[] Of<T>(float[] x) where T : struct, IFloatLanes<T>
    {
        var y = new float[x.Length];
        for (nuint k = 0; k < (nuint)x.Length; k += (nuint)T.Count) Exponential.Of(T.Load(in x[0], k)).Store(ref y[0], k);
        return y;
    }
}
