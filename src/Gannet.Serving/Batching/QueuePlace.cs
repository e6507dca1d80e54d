using Gannet.Detection.Pictures;

namespace Gannet.Serving.Batching;

/// <summary>A request's place in a queue, from before its picture is decoded until it is answered or given up.</summary>
internal sealed class QueuePlace(DetectionQueue queue) : IDisposable
{
    private bool _isLeft;

    /// <summary>Whether its picture may be decoded, and is not in the queue yet.</summary>
    public bool IsComing { get; private set; }

    /// <summary>The picture in the queue; null before.</summary>
    public DetectionJob? Job { get; private set; }

    /// <summary>Memory for the network's input; null for none.</summary>
    public float[]? Buffer { get; private set; }

    /// <summary>Waits until its picture may be decoded.</summary>
    public async Task ComeAsync(CancellationToken cancellation)
    {
        await queue.ComeAsync(cancellation).ConfigureAwait(false);
        (IsComing, Buffer) = (true, queue.Buffers.Take());
    }

    /// <summary>Hands the picture to the detecting thread and waits for what it finds.</summary>
    /// <param name="picture">The picture, prepared after <see cref="ComeAsync"/>.</param>
    /// <param name="cancellation">Gives up: the picture is taken out of the queue, unless it is being detected already.</param>
    public Task<DetectionOutcome> DetectAsync(PreparedPicture picture, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Job = queue.Enter(picture);
        (IsComing, Buffer) = (false, null); // the job has it
        return Job.Outcome.WaitAsync(cancellation);
    }

    /// <summary>Frees the place.</summary>
    public void Dispose()
    {
        if (_isLeft) return;
        _isLeft = true;
        queue.Leave(this);
    }
}
