using Gannet.Kernels.Convolution;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Tests.Convolution;

public sealed unsafe class PackedConvolutionTests
{
    // Sums of a few hundred products of numbers below 1; Winograd's transform costs about two bits.
    private const double Tolerance = 2e-5;

    public static TheoryData<string, int, int> Cases()
    {
        var cases = new TheoryData<string, int, int>();
        foreach (var name in Shapes.Keys)
        {
            foreach (var (bits, threads) in (ReadOnlySpan<(int, int)>)[(32, 1), (128, 2), (256, 3), (512, 1), (512, 2)]) cases.Add(name, bits, threads);
        }

        return cases;
    }

    private static Dictionary<string, ConvolutionShape> Shapes { get; } = new()
    {
        ["3x3 by Winograd"] = new(48, 64, 3, 3) { PaddingX = 1, PaddingY = 1 },
        ["3x3 by Winograd, odd channels"] = new(33, 41, 3, 3) { PaddingX = 1, PaddingY = 1 },
        ["3x3 by Winograd, no padding"] = new(24, 30, 3, 3),
        ["3x3, few channels"] = new(17, 23, 3, 3) { PaddingX = 1, PaddingY = 1 },
        ["3x3, step 2"] = new(40, 64, 3, 3) { Stride = 2, PaddingX = 1, PaddingY = 1 },
        ["3x3, dilated"] = new(32, 30, 3, 3) { Dilation = 2, PaddingX = 2, PaddingY = 2 },
        ["1x1"] = new(48, 135, 1, 1),
        ["1x1, step 2"] = new(20, 33, 1, 1) { Stride = 2 },
        ["1x1, deeper than one pass"] = new(600, 30, 1, 1),
        ["3x3, many passes"] = new(520, 20, 3, 3) { Stride = 2, PaddingX = 1, PaddingY = 1 },
        ["pixels, 7x7"] = new(3, 20, 7, 7) { Stride = 2, PaddingX = 3, PaddingY = 3 },
        ["1x7"] = new(30, 24, 1, 7) { PaddingX = 3 },
        ["as large as the map"] = new(21, 70, 9, 13),
        ["depthwise"] = new(70, 70, 5, 5) { PaddingX = 2, PaddingY = 2, IsDepthwise = true },
        ["depthwise, step 2"] = new(100, 100, 3, 3) { Stride = 2, PaddingX = 1, PaddingY = 1, IsDepthwise = true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void GivesTheDefinition(string name, int bits, int threads)
    {
        var (shape, images, height, width) = (Shapes[name], 2, 9, 13);
        var random = new Random(7);
        var input = Numbers(random, images * height * width * shape.Inputs, 1);
        var weights = Numbers(random, shape.Outputs * (shape.IsDepthwise ? 1 : shape.Inputs) * shape.KernelHeight * shape.KernelWidth, 0.1f);
        var bias = Numbers(random, shape.Outputs, 1);
        var expected = DirectSum.Of(shape, input, images, height, width, weights, bias);

        var output = Run(PackedConvolution.Create(shape, weights, bias, new KernelPlan(bits, threads)), input, images, height, width, null, OutputActivation.None);

        Assert.Equal(expected.Length, output.Length);
        Assert.All(expected.Zip(output), static pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }

    // An image without proposals gives a head no regions.
    [Theory]
    [MemberData(nameof(Cases))]
    public void NoMapsGiveNoResults(string name, int bits, int threads)
    {
        var shape = Shapes[name];
        var weights = new float[shape.Outputs * (shape.IsDepthwise ? 1 : shape.Inputs) * shape.KernelHeight * shape.KernelWidth];
        var packed = PackedConvolution.Create(shape, weights, [], new KernelPlan(bits, threads));
        packed.Run((float*)null, 0, 9, 13, null, null, OutputActivation.Relu);
        if (!packed.ReadsBFloat16) return;
        packed.Run(null, 0, 9, 13, (ushort*)null, null, OutputActivation.Relu);
        packed.Run(null, 0, 9, 13, (float*)null, OutputActivation.Relu);
    }

    [Theory]
    [InlineData(OutputActivation.None)]
    [InlineData(OutputActivation.Relu)]
    [InlineData(OutputActivation.HardSwish)]
    public void AddsBeforeItActivates(OutputActivation activation)
    {
        var random = new Random(11);
        foreach (var shape in Shapes.Values)
        {
            var (height, width) = (9, 13);
            var input = Numbers(random, height * width * shape.Inputs, 1);
            var weights = Numbers(random, shape.Outputs * (shape.IsDepthwise ? 1 : shape.Inputs) * shape.KernelHeight * shape.KernelWidth, 0.1f);
            var addend = Numbers(random, shape.OutputHeight(height) * shape.OutputWidth(width) * shape.Outputs, 4);
            var expected = DirectSum.Of(shape, input, 1, height, width, weights, []);
            var packed = PackedConvolution.Create(shape, weights, []);

            var output = Run(packed, input, 1, height, width, addend, activation);

            for (var k = 0; k < output.Length; k++) Assert.Equal(Activate(expected[k] + addend[k], activation), output[k], Tolerance);
        }
    }

    [Fact]
    public void OneConvolutionServesMapsOfEverySize()
    {
        var shape = Shapes["3x3 by Winograd"];
        var random = new Random(3);
        var weights = Numbers(random, shape.Outputs * shape.Inputs * 9, 0.1f);
        var packed = PackedConvolution.Create(shape, weights, []);
        foreach (var (height, width) in (ReadOnlySpan<(int, int)>)[(1, 1), (2, 7), (40, 3), (5, 4), (17, 31)])
        {
            var input = Numbers(random, height * width * shape.Inputs, 1);
            var expected = DirectSum.Of(shape, input, 1, height, width, weights, []);
            var output = Run(packed, input, 1, height, width, null, OutputActivation.None);
            Assert.All(expected.Zip(output), static pair => Assert.Equal(pair.First, pair.Second, Tolerance));
        }
    }

    [Theory]
    [InlineData(512, 1)]
    [InlineData(256, 3)]
    [InlineData(128, 1)]
    [InlineData(32, 2)]
    public void AnOutputThatIsWrittenPastTheCacheIsTheSame(int bits, int threads)
    {
        if (KernelPlan.Best.VectorBits < bits) return;
        const int Rows = 330, Columns = 100, Outputs = 64; // over two million numbers
        foreach (var shape in (ConvolutionShape[])[new(16, Outputs), new(24, Outputs, 3, 3) { PaddingX = 1 }, new(Outputs, Outputs, 3, 3) { PaddingX = 1, IsDepthwise = true }])
        {
            var random = new Random(9);
            var rows = Rows + shape.KernelHeight - 1;
            var input = Numbers(random, rows * Columns * shape.Inputs, 1);
            var weights = Numbers(random, Outputs * (shape.IsDepthwise ? 1 : shape.Inputs) * shape.KernelHeight * shape.KernelWidth, 0.1f);
            var packed = PackedConvolution.Create(shape, weights, [], new KernelPlan(bits, threads));
            var memory = GC.AllocateUninitializedArray<float>(Rows * Columns * Outputs + 16, pinned: true);
            var output = memory.AsSpan(Aligned(memory), Rows * Columns * Outputs);
            packed.Run(input, 1, rows, Columns, output, activation: OutputActivation.Relu);
            // Small maps: the first and the last rows, as many as fill whole tiles.
            foreach (var first in (int[])[0, Rows - 30])
            {
                var part = new float[30 * Columns * Outputs];
                packed.Run(input.AsSpan(first * Columns * shape.Inputs, (30 + shape.KernelHeight - 1) * Columns * shape.Inputs), 1, 30 + shape.KernelHeight - 1, Columns, part,
                    activation: OutputActivation.Relu);
                var whole = output.Slice(first * Columns * Outputs, part.Length);
                var worst = 0f;
                for (var k = 0; k < part.Length; k++) worst = Math.Max(worst, Math.Abs(part[k] - whole[k]));
                Assert.True(worst <= 2e-5, $"{shape} at row {first}: {worst}");
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void TheNumberOfThreadsChangesNoBit(int threads)
    {
        var random = new Random(5);
        foreach (var shape in Shapes.Values)
        {
            var input = Numbers(random, 9 * 13 * shape.Inputs, 1);
            var weights = Numbers(random, shape.Outputs * (shape.IsDepthwise ? 1 : shape.Inputs) * shape.KernelHeight * shape.KernelWidth, 0.1f);
            var alone = PackedConvolution.Create(shape, weights, [], KernelPlan.Best with { Threads = 1 });
            var together = PackedConvolution.Create(shape, weights, [], KernelPlan.Best with { Threads = threads });
            Assert.Equal(
                Run(alone, input, 1, 9, 13, null, OutputActivation.None),
                Run(together, input, 1, 9, 13, null, OutputActivation.None));
        }
    }

    [Fact]
    public void WeightsAndBiasMustFitTheShape()
    {
        Assert.Throws<ArgumentException>("weights", () => PackedConvolution.Create(new(3, 4, 3, 3), new float[9], []));
        Assert.Throws<ArgumentException>("bias", () => PackedConvolution.Create(new(3, 4), new float[12], new float[3]));
        Assert.Throws<ArgumentException>("shape", () => PackedConvolution.Create(new(3, 4) { IsDepthwise = true }, new float[4], []));
    }

    [Fact]
    public void SpansGiveWhatAddressesGive()
    {
        var shape = new ConvolutionShape(5, 7, 3, 3) { PaddingX = 1, PaddingY = 1 };
        var random = new Random(11);
        var (input, addend) = (Numbers(random, 2 * 4 * 6 * 5, 1), Numbers(random, 2 * 4 * 6 * 7, 1));
        var packed = PackedConvolution.Create(shape, Numbers(random, 7 * 5 * 9, 0.1f), Numbers(random, 7, 1));
        var output = new float[addend.Length];

        packed.Run(input, 2, 4, 6, output, addend, OutputActivation.Relu);
        Assert.Equal(Run(packed, input, 2, 4, 6, addend, OutputActivation.Relu), output);
        packed.Run(input, 2, 4, 6, output);
        Assert.Equal(Run(packed, input, 2, 4, 6, null, OutputActivation.None), output);
    }

    [Fact]
    public void SpansMustFitTheSizes()
    {
        var packed = PackedConvolution.Create(new(2, 3, 3, 3), new float[54], []);
        Assert.Throws<ArgumentException>("input", () => packed.Run(new float[39], 1, 4, 5, new float[18]));
        Assert.Throws<ArgumentException>("output", () => packed.Run(new float[40], 1, 4, 5, new float[19]));
        Assert.Throws<ArgumentException>("addend", () => packed.Run(new float[40], 1, 4, 5, new float[18], new float[17]));
        Assert.Throws<ArgumentException>("height", () => packed.Run(new float[20], 1, 2, 5, new float[18]));
        Assert.Throws<ArgumentOutOfRangeException>("images", () => packed.Run(new float[40], -1, 4, 5, new float[18]));
        var shared = new float[58];
        Assert.Throws<ArgumentException>("output", () => packed.Run(shared.AsSpan(0, 40), 1, 4, 5, shared.AsSpan(39, 18)));
        packed.Run([], 0, 4, 5, []);
    }

    [Fact]
    public void SizesArePositive()
    {
        foreach (var shape in (ConvolutionShape[])
            [new(0, 4), new(4, -1), new(4, 4, 0), new(4, 4) { Stride = 0 }, new(4, 4) { Dilation = -1 }, new(4, 4) { PaddingX = -1 }, new(4, 4) { PaddingY = -1 }])
        {
            Assert.Throws<ArgumentException>("shape", () => PackedConvolution.Create(shape, new float[16], []));
        }
    }

    [Fact]
    public void CountsTheOperationsOfTheDefinition()
    {
        var shape = new ConvolutionShape(256, 256, 3, 3) { PaddingX = 1, PaddingY = 1 };
        Assert.Equal(2.0 * 200 * 272 * 256 * 256 * 9, shape.Operations(1, 200, 272));
    }

    private static float[] Run(PackedConvolution packed, float[] input, int images, int height, int width, float[]? addend, OutputActivation activation)
    {
        var shape = packed.Shape;
        var output = new float[images * shape.OutputHeight(height) * shape.OutputWidth(width) * shape.Outputs];
        Array.Fill(output, float.NaN); // shows whatever is not written
        fixed (float* from = input, to = output, add = addend) packed.Run(from, images, height, width, to, add, activation);
        return output;
    }

    private static float[] Numbers(Random random, int count, float scale) => [.. Enumerable.Range(0, count).Select(_ => scale * (2 * random.NextSingle() - 1))];

    private static double Activate(double x, OutputActivation activation) => activation switch
    {
        OutputActivation.Relu => Math.Max(x, 0),
        OutputActivation.HardSwish => x * Math.Clamp(x + 3, 0, 6) / 6,
        _ => x,
    };

    // Index of the first element at a cache line.
    private static unsafe int Aligned(float[] pinned)
    {
        fixed (float* first = pinned) return (int)((64 - (nint)first % 64) % 64 / sizeof(float));
    }
}
