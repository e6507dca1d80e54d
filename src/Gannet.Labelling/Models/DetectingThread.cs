using System.Collections.Concurrent;

namespace Gannet.Labelling.Models;

/// <summary>The one thread on which models are loaded, run and disposed. What a person waits for goes first.</summary>
internal sealed class DetectingThread : IDisposable
{
    private readonly ConcurrentQueue<Action> _urgent = new(), _later = new();
    private readonly SemaphoreSlim _waiting = new(0);
    private readonly Thread _thread;
    private volatile bool _isClosed;
    private Action? _last;

    public DetectingThread()
    {
        _thread = new Thread(Work) { Name = "gannet label: detecting", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Runs something on the thread; its exception goes to the task.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="isUrgent">Whether a person waits for it.</param>
    public Task<T> Run<T>(Func<T> work, bool isUrgent)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        (isUrgent ? _urgent : _later).Enqueue(() =>
        {
            if (_isClosed)
            {
                done.TrySetCanceled();
                return;
            }

            try
            {
                done.TrySetResult(work());
            }
            catch (Exception error)
            {
                done.TrySetException(error);
            }
        });
        _waiting.Release();
        return done.Task;
    }

    /// <summary>Finishes what is running, leaves the rest, and ends the thread.</summary>
    /// <param name="last">Runs on the thread at the end.</param>
    public void Close(Action last)
    {
        _isClosed = true;
        _last = last;
        _waiting.Release();
        _thread.Join();
    }

    public void Dispose() => _waiting.Dispose();

    private void Work()
    {
        while (true)
        {
            _waiting.Wait();
            if (_urgent.TryDequeue(out var work) || _later.TryDequeue(out work)) work();
            else if (_isClosed) break;
        }

        _last?.Invoke();
    }
}
