using BenchmarkDotNet.Attributes;
using Gannet.Cli.Bench;
using Gannet.Detection.Necks;
using Gannet.Detection.RoiPooling;
using Gannet.Torch;
using Gannet.Torch.Autograd;

namespace Gannet.Benchmarks;

/// <summary>Base class of the pooling benchmarks: maps, regions, and both directions.</summary>
public abstract class PoolingBenchmarks
{
    private Tensor[] _maps = [];
    private Box[] _regions = [];
    private RegionPooling? _pooling;

    /// <summary>How regions are pooled.</summary>
    protected abstract RegionOptions Pooling { get; }

    /// <summary>The maps they are read from.</summary>
    protected abstract FeatureLevel[] Levels { get; }

    /// <summary>Regions of the single picture.</summary>
    protected abstract int Regions { get; }

    [GlobalSetup]
    public void Prepare()
    {
        var (height, width) = (OperatorShapes.Height, OperatorShapes.Width);
        _pooling = new RegionPooling(Levels, Pooling);
        _regions = new BenchData(seed: 1).Boxes(Regions, width, height);
        _maps = [.. Levels.Select(l => TensorScope.Detach(
            Tensor.Randn([1, l.Channels, height / l.Stride, width / l.Stride]).Contiguous(MemoryFormat.ChannelsLast).RequiresGradInPlace()))];
    }

    [GlobalCleanup]
    public void Free()
    {
        foreach (var map in _maps) map.Dispose();
    }

    [Benchmark]
    public void Forward()
    {
        using var scope = TensorScope.Enter();
        using var noGrad = NoGrad.Enter();
        _pooling!.Forward(_maps, [_regions], MemoryFormat.Contiguous);
    }

    [Benchmark]
    public void ForwardAndBackward()
    {
        using var scope = TensorScope.Enter();
        _pooling!.Forward(_maps, [_regions], MemoryFormat.Contiguous).Sum().Backward();
    }
}
