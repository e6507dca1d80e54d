using BenchmarkDotNet.Attributes;
using Gannet.Cli.Bench;
using Gannet.Kernels.Matching;

namespace Gannet.Benchmarks;

public class MatchingBenchmarks
{
    private const int Anchors = 261_888;

    private Box[] _anchors = [], _objects = [];
    private MatchOptions _options = new();

    [Params(5, 50)]
    public int Objects { get; set; }

    [Params(BoxOverlap.Iou, BoxOverlap.Giou)]
    public BoxOverlap Overlap { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var data = new BenchData(seed: Objects);
        _anchors = data.Boxes(Anchors, OperatorShapes.Width, OperatorShapes.Height);
        _objects = data.Boxes(Objects, OperatorShapes.Width, OperatorShapes.Height);
        _options = new MatchOptions { Overlap = Overlap };
    }

    [Benchmark]
    public int[] Match() => BoxMatcher.Match(_anchors, _objects, _options);
}
