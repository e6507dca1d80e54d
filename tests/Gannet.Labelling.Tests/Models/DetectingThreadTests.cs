using Gannet.Labelling.Models;

namespace Gannet.Labelling.Tests.Models;

public class DetectingThreadTests
{
    [Fact]
    public async Task All_work_is_done_on_one_thread_and_urgent_work_first()
    {
        using var thread = new DetectingThread();
        using var gate = new ManualResetEventSlim();
        var order = new List<string>();
        var first = thread.Run(() => { gate.Wait(); return Environment.CurrentManagedThreadId; }, isUrgent: true);
        var later = thread.Run(() => { order.Add("later"); return Environment.CurrentManagedThreadId; }, isUrgent: false);
        var urgent = thread.Run(() => { order.Add("urgent"); return Environment.CurrentManagedThreadId; }, isUrgent: true);
        gate.Set();
        int[] ids = [await first, await later, await urgent];
        Assert.Single(ids.Distinct());
        Assert.Equal(["urgent", "later"], order);
        thread.Close(static () => { });
    }

    [Fact]
    public async Task A_failure_goes_to_whoever_asked_and_the_thread_lives_on()
    {
        using var thread = new DetectingThread();
        await Assert.ThrowsAsync<InvalidDataException>(() => thread.Run<int>(static () => throw new InvalidDataException("x"), isUrgent: true));
        Assert.Equal(3, await thread.Run(static () => 3, isUrgent: true));
        thread.Close(static () => { });
    }

    [Fact]
    public async Task What_waits_at_the_end_is_cancelled_and_the_last_word_is_on_the_thread()
    {
        using var thread = new DetectingThread();
        using var gate = new ManualResetEventSlim();
        var (id, last) = (thread.Run(() => { gate.Wait(); return Environment.CurrentManagedThreadId; }, isUrgent: true), 0);
        var waiting = thread.Run(static () => 1, isUrgent: false);
        var closing = Task.Run(() => thread.Close(() => last = Environment.CurrentManagedThreadId));
        while (closing.Status < TaskStatus.Running) await Task.Yield();
        await Task.Delay(50);
        gate.Set();
        await closing;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(await id, last);
    }
}
