using System.Collections.Concurrent;

namespace Gannet.Cli.Video;

/// <summary>Works on items in order on a thread of its own, a few behind whoever adds them.</summary>
internal sealed class Follower<T> : IDisposable
{
    private readonly BlockingCollection<T> _pending;
    private readonly CancellationTokenSource _failed = new();
    private readonly Task _work;

    /// <summary>Starts.</summary>
    /// <param name="capacity">How many items may wait.</param>
    /// <param name="work">Works on an item.</param>
    public Follower(int capacity, Action<T> work)
    {
        _pending = new(capacity);
        _work = Task.Factory.StartNew(() => WorkOnAll(work), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Adds an item; waits while too many are pending. Throws what the work has thrown.</summary>
    public void Add(T item)
    {
        try
        {
            _pending.Add(item, _failed.Token);
        }
        catch (OperationCanceledException)
        {
            _work.GetAwaiter().GetResult();
            throw;
        }
    }

    /// <summary>Waits until all items are done. Throws what the work has thrown.</summary>
    public void Finish()
    {
        _pending.CompleteAdding();
        _work.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _pending.CompleteAdding();
        ((IAsyncResult)_work).AsyncWaitHandle.WaitOne();
        _pending.Dispose();
        _failed.Dispose();
    }

    private void WorkOnAll(Action<T> work)
    {
        try
        {
            foreach (var item in _pending.GetConsumingEnumerable()) work(item);
        }
        catch
        {
            _failed.Cancel();
            throw;
        }
    }
}
