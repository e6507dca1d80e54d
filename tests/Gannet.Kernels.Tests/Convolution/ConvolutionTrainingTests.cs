using Gannet.Kernels.Convolution;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Tests.Convolution;

public sealed unsafe class ConvolutionTrainingTests
{
    // Sums of some hundred products of numbers below 1; Winograd's transform costs about two bits.
    private const double Tolerance = 5e-5;

    private const int Images = 2;

    private static readonly (int, int, int, int, int, int)[] s_layers =
    [
        (48, 64, 3, 1, 9, 13), (33, 41, 3, 1, 8, 12), (24, 30, 3, 0, 9, 7), (26, 100, 3, 2, 5, 6), (24, 24, 3, 1, 50, 30),
        (48, 64, 1, 0, 9, 13), (3, 5, 1, 0, 8, 12), (200, 130, 1, 0, 1, 1), (70, 7, 1, 0, 40, 30),
    ];

    // Channels that fill vectors and panels, and that do not; maps that fill tiles, and that do not; more tiles than a chunk has.
    public static TheoryData<int, int, int, int, int, int, int, int> Cases()
    {
        var cases = new TheoryData<int, int, int, int, int, int, int, int>();
        foreach (var (inputs, outputs, kernel, padding, height, width) in s_layers)
        {
            foreach (var (bits, threads) in (ReadOnlySpan<(int, int)>)[(32, 1), (128, 2), (256, 3), (512, 1), (512, 2)]) cases.Add(inputs, outputs, kernel, padding, height, width, bits, threads);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void GivesTheDefinitionAndItsGradients(int inputs, int outputs, int kernel, int padding, int height, int width, int bits, int threads)
    {
        var layer = new Layer(inputs, outputs, kernel, padding, height, width);
        var kernels = new ConvolutionTraining(new KernelPlan(bits, threads));

        AssertClose(layer.Forward(), layer.Forward(kernels));
        AssertClose(layer.InputGradient(), layer.InputGradient(kernels));
        AssertClose(layer.WeightGradient(), layer.WeightGradient(kernels));
    }

    // A resumed training on other threads, and a fair comparison of two runs, need the same bits.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void ThreadsDoNotChangeTheBits(int kernel)
    {
        var layer = new Layer(40, 70, kernel, kernel / 2, 30, 45);
        var (one, three) = (new ConvolutionTraining(KernelPlan.Best with { Threads = 1 }), new ConvolutionTraining(KernelPlan.Best with { Threads = 3 }));

        Assert.Equal(layer.InputGradient(one), layer.InputGradient(three));
        Assert.Equal(layer.WeightGradient(one), layer.WeightGradient(three));
    }

    [Fact]
    public void WeightsOfTheLastCallAreForgotten()
    {
        var kernels = new ConvolutionTraining();
        var (first, second) = (new Layer(32, 32, 3, 1, 8, 8), new Layer(32, 32, 3, 1, 8, 8, seed: 5));

        first.Forward(kernels);

        AssertClose(second.Forward(), second.Forward(kernels));
    }

    [Theory]
    [InlineData(3, 1, 1, 64, true)]
    [InlineData(3, 2, 1, 64, false)]
    [InlineData(3, 1, 3, 64, false)]
    [InlineData(3, 1, 1, 8, false)]
    [InlineData(1, 1, 0, 8, true)]
    [InlineData(1, 2, 0, 64, false)]
    [InlineData(7, 1, 3, 64, false)]
    public void TrainsKernelsOfThreeAndOneWithStrideOne(int kernel, int stride, int padding, int channels, bool expected) =>
        Assert.Equal(expected, ConvolutionTraining.Trains(new(channels, channels, kernel, kernel) { Stride = stride, PaddingY = padding, PaddingX = padding }));

    [Fact]
    public void WeightsTooManyToLayOutAnewAreLeftToOthers()
    {
        Assert.True(ConvolutionTraining.Trains(new(12544, 1024)));
        Assert.False(ConvolutionTraining.Trains(new(25088, 4096)));
    }

    private static void AssertClose(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance * scale));
    }

    // Random numbers for one layer, its results by definition in double precision, and by the kernels.
    private sealed class Layer
    {
        private readonly ConvolutionShape _shape;
        private readonly int _height, _width, _rows, _columns;
        private readonly float[] _input, _weights, _bias, _gradient;

        public Layer(int inputs, int outputs, int kernel, int padding, int height, int width, int seed = 3)
        {
            _shape = new(inputs, outputs, kernel, kernel) { PaddingY = padding, PaddingX = padding };
            (_height, _width, _rows, _columns) = (height, width, _shape.OutputHeight(height), _shape.OutputWidth(width));
            var random = new Random(seed);
            _input = Numbers(random, Images * height * width * inputs);
            _weights = Numbers(random, outputs * inputs * kernel * kernel); // [K, rows, columns, C]
            _bias = Numbers(random, outputs);
            _gradient = Numbers(random, Images * _rows * _columns * outputs);
        }

        public double[] Forward()
        {
            var y = new double[_gradient.Length];
            for (var k = 0; k < y.Length; k++) y[k] = _bias[k % _shape.Outputs];
            ForEachProduct((output, input, weight) => y[output] += (double)_input[input] * _weights[weight]);
            return y;
        }

        public double[] InputGradient()
        {
            var gradient = new double[_input.Length];
            ForEachProduct((output, input, weight) => gradient[input] += (double)_gradient[output] * _weights[weight]);
            return gradient;
        }

        public double[] WeightGradient()
        {
            var gradient = new double[_weights.Length];
            ForEachProduct((output, input, weight) => gradient[weight] += (double)_gradient[output] * _input[input]);
            return gradient;
        }

        public float[] Forward(ConvolutionTraining kernels)
        {
            var y = new float[_gradient.Length];
            fixed (float* weights = _weights, from = _input, to = y)
                kernels.Forward(_shape, weights, _bias, from, Images, _height, _width, to, null, OutputActivation.None);
            return y;
        }

        public float[] InputGradient(ConvolutionTraining kernels)
        {
            var result = new float[_input.Length];
            fixed (float* weights = _weights, from = _gradient, to = result) kernels.InputGradient(_shape, weights, from, Images, _rows, _columns, to);
            return result;
        }

        public float[] WeightGradient(ConvolutionTraining kernels)
        {
            var result = new float[_weights.Length];
            fixed (float* input = _input, from = _gradient, to = result) kernels.WeightGradient(_shape, input, from, Images, _height, _width, to);
            return result;
        }

        // All products that a convolution adds up: the indices of the output, the input and the weight.
        private void ForEachProduct(Action<int, int, int> add)
        {
            var (inputs, outputs, taps) = (_shape.Inputs, _shape.Outputs, _shape.KernelHeight * _shape.KernelWidth);
            for (var cell = 0; cell < Images * _rows * _columns; cell++)
            {
                var (image, within) = Math.DivRem(cell, _rows * _columns);
                for (var tap = 0; tap < taps; tap++)
                {
                    var (y, x) = (within / _columns + tap / _shape.KernelWidth - _shape.PaddingY, within % _columns + tap % _shape.KernelWidth - _shape.PaddingX);
                    if (y < 0 || x < 0 || y >= _height || x >= _width) continue;
                    var first = ((image * _height + y) * _width + x) * inputs;
                    for (var k = 0; k < outputs; k++)
                    {
                        for (var c = 0; c < inputs; c++) add(cell * outputs + k, first + c, (k * taps + tap) * inputs + c);
                    }
                }
            }
        }

        private static float[] Numbers(Random random, int count)
        {
            var numbers = new float[count];
            for (var k = 0; k < count; k++) numbers[k] = 2 * random.NextSingle() - 1;
            return numbers;
        }
    }
}
