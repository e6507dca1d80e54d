using BenchmarkDotNet.Attributes;
using Gannet.Cli.Bench;
using Gannet.Kernels.NonMaximumSuppression;

namespace Gannet.Benchmarks;

public class NmsBenchmarks
{
    private const int Classes = 90;

    private Box[] _boxes = [];
    private float[] _scores = [];
    private int[] _labels = [];

    [Params(1000, 4000, 12_000)]
    public int Boxes { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var data = new BenchData(seed: Boxes);
        (_boxes, _scores, _labels) =
            (data.Boxes(Boxes, OperatorShapes.Width, OperatorShapes.Height), data.Uniform(Boxes), data.Labels(Boxes, Classes));
    }

    [Benchmark]
    public int[] Keep() => Nms.Keep(_boxes, _scores, 0.7);

    [Benchmark]
    public int[] KeepPerClass() => Nms.KeepPerClass(_boxes, _scores, _labels, 0.5);
}
