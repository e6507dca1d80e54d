using System.Diagnostics.CodeAnalysis;
using Gannet.Detection.Pictures;

namespace Gannet.Serving.Batching;

/// <summary>The bounded queue of one detecting thread. Pictures of one shape leave it together.</summary>
/// <remarks>
/// A request takes a place before anything is done for it. Only so many at a time are decoded and wait as inputs of the network, which are
/// many times larger than the files: enough for the thread to find the next batch when it has finished one.
/// </remarks>
/// <param name="options">Capacity, batch size, longest wait, deadline.</param>
/// <param name="time">The clock.</param>
[SuppressMessage("Reliability", "CA1001", Justification = "A semaphore whose wait handle nobody asks for has nothing to dispose.")]
internal sealed class DetectionQueue(ServingOptions options, TimeProvider time)
{
    // The share of the newest batch in the mean time that a picture takes.
    private const double NewestShare = 0.2;

    // While one batch is being detected, the next is being prepared.
    private const int BatchesAhead = 2;

    private readonly SemaphoreSlim _mayCome = new(BatchesAhead * options.MaxBatch);
    private readonly object _gate = new(); // a monitor, since the thread waits on it
    private readonly LinkedList<DetectionJob> _waiting = new();
    private int _places; // requests between TryReserve and Leave
    private int _coming; // those of them whose picture is being decoded
    private double _secondsPerPicture; // 0 until a first batch was timed
    private bool _isClosed;

    /// <summary>Memory for inputs.</summary>
    public InputBuffers Buffers { get; } = new();

    /// <summary>Requests that have a place.</summary>
    public int Places
    {
        get
        {
            lock (_gate) return _places;
        }
    }

    /// <summary>Pictures that wait to be detected.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _waiting.Count;
        }
    }

    /// <summary>How long a refused client should wait before it asks again: until half of the queue is done.</summary>
    public TimeSpan RetryAfter
    {
        get
        {
            lock (_gate) return TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(_places * _secondsPerPicture / 2), 1, 60));
        }
    }

    /// <summary>Whether one more request would be refused. Not if the queue is closed: its version has a successor, which takes the request.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate) return !_isClosed && Refuses();
        }
    }

    /// <summary>Takes a place for a request, before any work is done for it.</summary>
    /// <returns>Null if the queue is full, or so long that the deadline would pass.</returns>
    public QueuePlace? TryReserve()
    {
        lock (_gate)
        {
            if (Refuses()) return null;
            _places++;
            return new(this);
        }
    }

    /// <summary>Ends the thread after what is waiting.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The next pictures, of one shape and oldest first; blocks until there are some, or returns null when closed and empty.</summary>
    /// <param name="most">Most pictures to take.</param>
    public IReadOnlyList<DetectionJob>? Take(int most)
    {
        lock (_gate)
        {
            while (true)
            {
                if (_waiting.First is not { Value: var oldest })
                {
                    if (_isClosed) return null;
                    Monitor.Wait(_gate);
                    continue;
                }

                var alike = _waiting.Where(job => job.Picture.Shape == oldest.Picture.Shape).Take(most).ToList();
                var left = options.MaxWait - time.GetElapsedTime(oldest.Since);
                // Nobody can join while no picture is being decoded: a single client never waits.
                if (alike.Count < most && _coming > 0 && left > TimeSpan.Zero && !_isClosed)
                {
                    Monitor.Wait(_gate, left + TimeSpan.FromMilliseconds(1)); // rounded up, else the last millisecond would be spent spinning
                    continue;
                }

                foreach (var job in alike) _waiting.Remove(job);
                return alike;
            }
        }
    }

    /// <summary>Records how long a batch took.</summary>
    public void Measure(TimeSpan batch, int pictures)
    {
        var seconds = batch.TotalSeconds / pictures;
        lock (_gate) _secondsPerPicture = _secondsPerPicture == 0 ? seconds : _secondsPerPicture + NewestShare * (seconds - _secondsPerPicture);
    }

    /// <summary>Frees what a batch took, after it was detected.</summary>
    public void Finish(IReadOnlyList<DetectionJob> batch)
    {
        foreach (var job in batch) Free(job.Picture.Input?.Pixels);
    }

    internal async Task ComeAsync(CancellationToken cancellation)
    {
        await _mayCome.WaitAsync(cancellation).ConfigureAwait(false);
        lock (_gate) _coming++;
    }

    internal DetectionJob Enter(PreparedPicture picture)
    {
        var job = new DetectionJob(picture, time.GetTimestamp());
        lock (_gate)
        {
            _coming--;
            _waiting.AddLast(job);
            Monitor.PulseAll(_gate);
        }

        return job;
    }

    internal void Leave(QueuePlace place)
    {
        bool isUnused;
        lock (_gate)
        {
            _places--;
            if (place.IsComing) _coming--;
            // What the thread has taken it frees itself: it may be looking at it at this moment.
            isUnused = place.IsComing || place.Job is { } job && _waiting.Remove(job);
            Monitor.PulseAll(_gate);
        }

        if (isUnused) Free(place.Job?.Picture.Input?.Pixels ?? place.Buffer);
    }

    private void Free(float[]? buffer)
    {
        Buffers.Return(buffer);
        _mayCome.Release();
    }

    // An empty queue accepts whatever one picture takes: otherwise a single slow batch would end the service.
    private bool Refuses() => _isClosed || _places >= options.QueueLength
        || _places > 0 && (_places + 1) * _secondsPerPicture > options.Deadline.TotalSeconds;
}
