using Gannet.Serving.Models;

namespace Gannet.Serving.Batching;

/// <summary>A request's place in a queue, from before its picture is decoded until it is answered or given up.</summary>
internal sealed class QueuePlace(DetectionQueue queue) : IDisposable
{
    private DetectionJob? _job;
    private bool _isLeft;

    /// <summary>Hands the picture to the detecting thread and waits for what it finds.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="cancellation">Gives up: the picture is taken out of the queue, unless it is being detected already.</param>
    public Task<DetectionOutcome> DetectAsync(PreparedPicture picture, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _job = queue.Enter(picture);
        return _job.Outcome.WaitAsync(cancellation);
    }

    /// <summary>Frees the place.</summary>
    public void Dispose()
    {
        if (_isLeft) return;
        _isLeft = true;
        queue.Leave(_job);
    }
}
