using Gannet.Imaging.Codecs.Jpeg;

namespace Gannet.Imaging.Tests.Codecs.Jpeg;

public sealed class InverseDctTests
{
    [Fact]
    public void Vectors_give_the_bits_of_the_plain_transform()
    {
        var random = new Random(4);
        var steps = Enumerable.Range(1, 64).Select(static k => (short)k).ToArray();
        for (var round = 0; round < 2000; round++)
        {
            var block = new short[64];
            var last = round % 64;
            for (var k = 0; k <= last; k++) block[ZigZag.Natural[k]] = (short)(random.Next(-1200, 1200) / (k + 1));
            var (fast, plain) = (new byte[8 * 11], new byte[8 * 11]);
            InverseDct.Transform(block, steps, last, fast, stride: 11);
            InverseDct.TransformScalar(block, steps, last, plain, stride: 11);
            Assert.Equal(plain, fast);
        }
    }

    // The definition in double precision; rounding twice costs at most one level.
    [Fact]
    public void It_is_the_inverse_cosine_transform()
    {
        var random = new Random(6);
        var (block, samples) = (new short[64], new byte[64]);
        for (var i = 0; i < 64; i++) block[i] = (short)random.Next(-60, 60);
        InverseDct.Transform(block, [.. Enumerable.Repeat((short)1, 64)], 63, samples, stride: 8);
        for (var y = 0; y < 8; y++)
        {
            for (var x = 0; x < 8; x++)
            {
                var sum = 0.0;
                for (var v = 0; v < 8; v++)
                    for (var u = 0; u < 8; u++) sum += Scale(u) * Scale(v) / 4 * block[v * 8 + u] * Wave(x, u) * Wave(y, v);
                Assert.InRange(samples[y * 8 + x] - Math.Clamp(sum + 128, 0, 255), -1, 1);
            }
        }
    }

    private static double Scale(int frequency) => frequency == 0 ? Math.Sqrt(0.5) : 1;

    private static double Wave(int place, int frequency) => Math.Cos((2 * place + 1) * frequency * Math.PI / 16);
}
