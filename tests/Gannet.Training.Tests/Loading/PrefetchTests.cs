using Gannet.Training.Loading;

namespace Gannet.Training.Tests.Loading;

public sealed class PrefetchTests
{
    [Fact]
    public void Things_come_in_order_whichever_is_ready_first()
    {
        using var second = new ManualResetEventSlim();
        var made = Prefetch.InOrder(20, k =>
        {
            if (k == 0) Assert.True(second.Wait(TimeSpan.FromMinutes(1)), "the second is made while the first is");
            if (k == 1) second.Set();
            return k;
        }, default);
        Assert.Equal(Enumerable.Range(0, 20), made);
    }

    [Fact]
    public void Few_are_made_before_they_are_wanted()
    {
        var begun = 0;
        var taken = 0;
        foreach (var k in Prefetch.InOrder(100, k => Interlocked.Increment(ref begun), default))
        {
            Assert.InRange(Volatile.Read(ref begun), ++taken, taken + Prefetch.Depth);
            if (taken == 20) break;
        }
    }

    [Fact]
    public void What_cannot_be_made_is_told_in_its_turn()
    {
        var taken = new List<int>();
        Assert.Throws<InvalidDataException>(() =>
        {
            foreach (var k in Prefetch.InOrder(10, static k => k == 3 ? throw new InvalidDataException() : k, default)) taken.Add(k);
        });
        Assert.Equal([0, 1, 2], taken);
        Assert.Equal(9, Prefetch.TasksInOrder(10, static k => k == 3 ? throw new InvalidDataException() : k, default).Count(static made =>
        {
            made.ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
            return made.IsCompletedSuccessfully;
        }));
    }
}
