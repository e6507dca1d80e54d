using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Tests.Simd;

public sealed class KernelPlanTests
{
    [Theory]
    [InlineData(1, 16)]
    [InlineData(100, 16)]
    [InlineData(33, 16)]
    [InlineData(7, 1)]
    [InlineData(0, 8)]
    public void Ranges_cover_every_item_once(int count, int grain)
    {
        foreach (var plan in KernelPlans.All)
        {
            var seen = new int[count];
            plan.ForRanges(count, grain, (range, start, end) =>
            {
                Assert.InRange(range, 0, plan.Threads - 1);
                Assert.True(start == end || start % grain == 0);
                for (var k = start; k < end; k++) Interlocked.Increment(ref seen[k]);
            });
            Assert.All(seen, static times => Assert.Equal(1, times));
        }
    }

    [Fact]
    public void Little_work_stays_on_one_thread()
    {
        Assert.Equal(new KernelPlan(256, 1), new KernelPlan(256, 4).For(work: 99, worthThreads: 100));
        Assert.Equal(new KernelPlan(256, 4), new KernelPlan(256, 4).For(work: 100, worthThreads: 100));
    }
}
