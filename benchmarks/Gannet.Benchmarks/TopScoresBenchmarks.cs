using BenchmarkDotNet.Attributes;
using Gannet.Cli.Bench;
using Gannet.Kernels.Ranking;

namespace Gannet.Benchmarks;

public class TopScoresBenchmarks
{
    private float[] _scores = [];

    // Anchors of the finest level of a pyramid, and of a coarse one.
    [Params(163_200, 2550)]
    public int Scores { get; set; }

    [GlobalSetup]
    public void Prepare() => _scores = new BenchData(seed: Scores).Uniform(Scores);

    [Benchmark]
    public int[] Select() => TopScores.Select(_scores, 1000);
}
