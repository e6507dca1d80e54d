using Gannet.Detection.Pictures;

namespace Gannet.Serving.Batching;

/// <summary>A picture that waits for the detecting thread.</summary>
/// <param name="picture">The picture.</param>
/// <param name="since">Timestamp of entering the queue.</param>
internal sealed class DetectionJob(PreparedPicture picture, long since)
{
    // Requests continue on the thread pool, never on the detecting thread.
    private readonly TaskCompletionSource<DetectionOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PreparedPicture Picture => picture;

    public long Since => since;

    public Task<DetectionOutcome> Outcome => _outcome.Task;

    public void Complete(DetectionOutcome outcome) => _outcome.TrySetResult(outcome);

    public void Fail(Exception error) => _outcome.TrySetException(error);
}
