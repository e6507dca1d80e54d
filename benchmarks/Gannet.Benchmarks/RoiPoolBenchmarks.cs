using Gannet.Detection.Necks;
using Gannet.Detection.RoiPooling;

namespace Gannet.Benchmarks;

public class RoiPoolBenchmarks : PoolingBenchmarks
{
    protected override RegionOptions Pooling { get; } = new() { Kind = PoolingKind.RoiPool };

    protected override FeatureLevel[] Levels { get; } = [new(512, 16)];

    protected override int Regions => 300;
}
