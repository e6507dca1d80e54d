using Gannet.Kernels.Convolution;

namespace Gannet.Benchmarks;

public class MatrixBenchmarks : ConvolutionBenchmarks
{
    protected override ConvolutionShape Shape { get; } = new(256, 64);

    protected override int Stride => 4;
}
