using BenchmarkDotNet.Attributes;
using Gannet.Cli.Bench;
using Gannet.Kernels.Convolution;
using Gannet.Kernels.Normalization;
using Gannet.Torch;

namespace Gannet.Benchmarks;

/// <summary>A batch norm that learns with the ReLU after it, forward and backward, compared with libtorch's on the same channels-last map.</summary>
public class BatchNormalizationBenchmarks
{
    private const int Images = 2;

    private Tensor? _x, _weight, _bias, _gradient;
    private float[] _input = [], _incoming = [], _y = [], _inputGradient = [];

    /// <summary>Channels of a map, from the first layer of MobileNetV3 to the last stage of ResNet-50, and pixels per cell.</summary>
    [Params("16/2", "72/4", "256/4", "960/32", "2048/32")]
    public string Map { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        var parts = Array.ConvertAll(Map.Split('/'), int.Parse);
        var (channels, height, width) = (parts[0], OperatorShapes.Height / parts[1], OperatorShapes.Width / parts[1]);
        var data = new BenchData(seed: 1);
        _input = data.Uniform(Images * channels * height * width);
        _incoming = data.Uniform(_input.Length);
        (_y, _inputGradient) = (new float[_input.Length], new float[_input.Length]);
        _x = ChannelsLast(_input).RequiresGradInPlace();
        _gradient = ChannelsLast(_incoming);
        (_weight, _bias) = (Tensor.Ones([channels]).RequiresGradInPlace(), Tensor.Zeros([channels]).RequiresGradInPlace());

        Tensor ChannelsLast(float[] values) => Tensor.From<float>(values, Images, height, width, channels).Permute([0, 3, 1, 2]);
    }

    [Benchmark]
    public void Ours()
    {
        var channels = (int)_weight!.Count;
        double[] mean = new double[channels], variance = new double[channels], sums = new double[channels], products = new double[channels];
        BatchNormalization.ComputeStatistics(_input, mean, variance);
        var map = new ChannelMap(
            Array.ConvertAll(mean, static m => (float)m), Array.ConvertAll(variance, static v => (float)(1 / Math.Sqrt(v + 1e-5))), new float[channels]);
        BatchNormalization.Forward(_input, map, [], OutputActivation.Relu, _y);
        BatchNormalization.Backward(_input, map, variance, [], _incoming, OutputActivation.Relu, _inputGradient, [], sums, products);
    }

    [Benchmark(Baseline = true)]
    public void Libtorch()
    {
        using var scope = TensorScope.Enter();
        var y = _x!.BatchNorm(_weight, _bias, null, null, true, 0.1, 1e-5, true).ReluInPlace();
        (y * _gradient!).Sum().Backward();
        _x!.Gradient = _weight!.Gradient = _bias!.Gradient = null;
    }

    /// <summary>What the baseline does besides the norm; subtract it.</summary>
    [Benchmark]
    public void LibtorchWithoutNorm()
    {
        using var scope = TensorScope.Enter();
        (_x! * _gradient!).Sum().Backward();
        _x!.Gradient = null;
    }
}
