using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Gannet.Cli.Bench;
using Gannet.Kernels.Convolution;

namespace Gannet.Benchmarks;

/// <summary>Base class of the convolution benchmarks: weights laid out once, and a map.</summary>
public abstract unsafe class ConvolutionBenchmarks
{
    private PackedConvolution? _packed;
    private float[] _input = [], _output = [];

    /// <summary>Selects the algorithm.</summary>
    protected abstract ConvolutionShape Shape { get; }

    /// <summary>Pixels per cell of the map, for a picture of 1088 × 800.</summary>
    protected abstract int Stride { get; }

    private int Rows => OperatorShapes.Height / Stride;

    private int Columns => OperatorShapes.Width / Stride;

    [GlobalSetup]
    public void Prepare()
    {
        var data = new BenchData(seed: 1);
        var inputs = Shape.IsDepthwise ? 1 : Shape.Inputs;
        _packed = PackedConvolution.Create(Shape, data.Uniform(Shape.Outputs * inputs * Shape.KernelHeight * Shape.KernelWidth), []);
        _input = Pinned(Shape.Inputs * Rows * Columns);
        _output = Pinned(Shape.Outputs * Shape.OutputHeight(Rows) * Shape.OutputWidth(Columns));
        data.Uniform(_input.Length).CopyTo(_input, 0);
    }

    [Benchmark]
    public void Run() => _packed!.Run(Address(_input), 1, Rows, Columns, Address(_output), addend: null, OutputActivation.Relu);

    private static float[] Pinned(int length) => GC.AllocateUninitializedArray<float>(length, pinned: true);

    private static float* Address(float[] pinned) => (float*)Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);
}
