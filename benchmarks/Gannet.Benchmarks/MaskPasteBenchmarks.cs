using BenchmarkDotNet.Attributes;
using Gannet.Cli.Bench;
using Gannet.Kernels.Masks;
using Gannet.Masks;

namespace Gannet.Benchmarks;

public class MaskPasteBenchmarks
{
    private const int MaskSide = 28;

    private float[] _mask = [];

    [Params(50, 400)]
    public int BoxSide { get; set; }

    [GlobalSetup]
    public void Prepare() => _mask = new BenchData(seed: 1).Uniform(MaskSide * MaskSide);

    [Benchmark]
    public RunLengthMask Paste() =>
        MaskPaste.Paste(_mask, Box.FromSize(100.3f, 80.7f, BoxSide, BoxSide), OperatorShapes.Height, OperatorShapes.Width);
}
