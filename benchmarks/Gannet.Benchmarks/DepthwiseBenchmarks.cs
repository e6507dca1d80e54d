using Gannet.Kernels.Convolution;

namespace Gannet.Benchmarks;

public class DepthwiseBenchmarks : ConvolutionBenchmarks
{
    protected override ConvolutionShape Shape { get; } = new(120, 120, 5, 5) { PaddingY = 2, PaddingX = 2, IsDepthwise = true };

    protected override int Stride => 8;
}
