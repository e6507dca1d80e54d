using BenchmarkDotNet.Attributes;
using Gannet.Cli.Bench;
using Gannet.Kernels.BoxCoding;

namespace Gannet.Benchmarks;

public class BoxCodingBenchmarks
{
    private const int Count = 261_888;

    private readonly BoxDeltas[] _encoded = new BoxDeltas[Count];
    private readonly Box[] _decoded = new Box[Count];
    private Box[] _references = [], _targets = [];
    private BoxDeltas[] _offsets = [];

    [GlobalSetup]
    public void Prepare()
    {
        var data = new BenchData(seed: 1);
        _references = data.Boxes(Count, OperatorShapes.Width, OperatorShapes.Height);
        _targets = data.Boxes(Count, OperatorShapes.Width, OperatorShapes.Height);
        _offsets = data.Offsets(Count, deviation: 0.2f);
    }

    [Benchmark]
    public Box[] Decode()
    {
        for (var k = 0; k < Count; k++) _decoded[k] = BoxCoder.Proposals.Decode(_references[k], _offsets[k]);
        return _decoded;
    }

    [Benchmark]
    public BoxDeltas[] Encode()
    {
        for (var k = 0; k < Count; k++) _encoded[k] = BoxCoder.Proposals.Encode(_references[k], _targets[k]);
        return _encoded;
    }
}
