using Gannet.Detection.Necks;
using Gannet.Detection.RoiPooling;

namespace Gannet.Benchmarks;

public class PsRoiAlignBenchmarks : PoolingBenchmarks
{
    protected override RegionOptions Pooling { get; } = new() { Kind = PoolingKind.PsRoiAlign, Size = 3 };

    protected override FeatureLevel[] Levels { get; } = [new(9 * 81, 16)];

    protected override int Regions => 300;
}
