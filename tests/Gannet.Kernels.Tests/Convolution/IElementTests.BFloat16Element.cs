using Gannet.Kernels.Convolution;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Tests.Convolution;

public sealed unsafe class BFloat16ElementTests
{
    private static readonly ConvolutionShape s_shape = new(40, 50, 3, 3) { PaddingX = 1, PaddingY = 1 };

    [Theory]
    [InlineData(32)]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void MapsOfHalfTheBitsGiveTheSumsOfTheirNumbers(int bits)
    {
        var (random, height, width) = (new Random(2), 9, 11);
        var input = Halves(random, height * width * s_shape.Inputs);
        var weights = Numbers(random, s_shape.Inputs * s_shape.Outputs * 9);
        var addend = Halves(random, height * width * s_shape.Outputs);
        var expected = DirectSum.Of(s_shape, Array.ConvertAll(input, Widen), 1, height, width, weights, []);
        var packed = PackedConvolution.Create(s_shape, weights, [], new KernelPlan(bits, 2));
        var (half, whole) = (new ushort[expected.Length], new float[expected.Length]);
        fixed (ushort* from = input, to = half, add = addend) packed.Run(from, 1, height, width, to, add, OutputActivation.Relu);
        fixed (ushort* from = input)
        {
            fixed (float* to = whole) packed.Run(from, 1, height, width, to, OutputActivation.None);
        }

        for (var k = 0; k < expected.Length; k++)
        {
            Assert.Equal(expected[k], whole[k], 2e-5);
            var sum = Math.Max(0, expected[k] + Widen(addend[k]));
            Assert.InRange(Widen(half[k]), sum - sum / 256 - 2e-5, sum + sum / 256 + 2e-5); // eight bits of mantissa, rounded
        }
    }

    [Theory]
    [InlineData(32)]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void APassFinishesAMapInPlace(int bits)
    {
        var (random, cells, channels) = (new Random(4), 7, 37);
        var (map, addend, bias) = (Halves(random, cells * channels), Halves(random, cells * channels), Numbers(random, channels));
        var result = (ushort[])map.Clone();
        fixed (ushort* target = result, add = addend) OutputPass.Run(target, cells, bias, add, OutputActivation.Relu, new KernelPlan(bits, 2));
        for (var k = 0; k < map.Length; k++)
            Assert.Equal(Narrow(Math.Max(0, Widen(map[k]) + bias[k % channels] + Widen(addend[k]))), result[k]);
    }

    [Fact]
    public void OtherKernelsRefuseIt()
    {
        var packed = PackedConvolution.Create(new(3, 4), new float[12], []);
        Assert.False(packed.ReadsBFloat16);
        var map = new ushort[12];
        Assert.Throws<NotSupportedException>(() =>
        {
            fixed (ushort* data = map) packed.Run(data, 1, 1, 1, data, null, OutputActivation.None);
        });
    }

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => 0.2f * random.NextSingle() - 0.1f)];

    private static ushort[] Halves(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => Narrow(2 * random.NextSingle() - 1))];

    private static float Widen(ushort half) => BitConverter.UInt32BitsToSingle((uint)half << 16);

    private static ushort Narrow(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)(bits + 0x7fff + (bits >> 16 & 1) >> 16);
    }
}
