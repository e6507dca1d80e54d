using Gannet.Detection.Necks;
using Gannet.Detection.RoiPooling;

namespace Gannet.Benchmarks;

public class RoiAlignBenchmarks : PoolingBenchmarks
{
    protected override RegionOptions Pooling { get; } = new();

    protected override FeatureLevel[] Levels { get; } = [new(256, 4), new(256, 8), new(256, 16), new(256, 32)];

    protected override int Regions => 512;
}
