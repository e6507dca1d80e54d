using System.Collections.Concurrent;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Tests.Simd;

public sealed class WorkerTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Runs_every_part_once_and_then_returns(int parts)
    {
        for (var round = 0; round < 50; round++)
        {
            var runs = new int[parts];
            WorkerTeam.Run(parts, part => runs[part]++);
            Assert.All(runs, static count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Wakes_after_a_pause()
    {
        foreach (var pause in (int[])[0, 1, 20, 100])
        {
            var done = 0;
            WorkerTeam.Run(8, _ => Interlocked.Increment(ref done));
            Assert.Equal(8, done);
            Thread.Sleep(pause);
        }
    }

    [Fact]
    public void Callers_at_the_same_time_and_within_each_other_all_finish()
    {
        var done = new ConcurrentBag<(int, int, int)>();
        Parallel.For(0, 8, caller => WorkerTeam.Run(4, part => WorkerTeam.Run(3, inner => done.Add((caller, part, inner)))));
        Assert.Equal(8 * 4 * 3, done.Distinct().Count());
    }

    [Fact]
    public void What_a_part_throws_reaches_the_caller_after_all_parts()
    {
        var done = 0;
        var error = Record.Exception(() => WorkerTeam.Run(6, part =>
        {
            Interlocked.Increment(ref done);
            if (part == 3) throw new InvalidDataException("part three");
        }));
        Assert.Equal("part three", Assert.IsType<InvalidDataException>(error).Message);
        Assert.Equal(6, done);
        WorkerTeam.Run(2, _ => Interlocked.Increment(ref done));
        Assert.Equal(8, done);
    }
}
