using Gannet.Detection.Pictures;
using Gannet.Serving.Batching;
using Gannet.Serving.Limits;
using Gannet.Serving.Metrics;
using Gannet.Serving.Models;
using Gannet.Serving.Pictures;
using Gannet.Serving.Problems;
using Microsoft.AspNetCore.Http;

namespace Gannet.Serving.Detections;

/// <summary>The way of every picture, whatever the protocol: a place in the queue, decoding, the detecting thread; or a refusal.</summary>
internal sealed class DetectionService(ServingOptions options, PictureIntake intake, PendingMemory memory, ServingMetrics metrics, TimeProvider time)
{
    /// <summary>Refuses before a body is read when there would be no place for its picture.</summary>
    /// <exception cref="ProblemException">503.</exception>
    public static void RequirePlace(ModelVersion version)
    {
        if (version.Queue.IsFull) throw Full(version);
    }

    /// <summary>Detects in a picture.</summary>
    /// <param name="version">A version that the caller has leased.</param>
    /// <param name="decode">Makes the picture; runs on the thread pool, when its turn comes.</param>
    /// <param name="aborted">The client went away.</param>
    /// <exception cref="ProblemException">503: the queue is full, or the deadline has passed; or what <paramref name="decode"/> throws.</exception>
    /// <exception cref="OperationCanceledException">The client went away.</exception>
    public async Task<PictureResult> DetectAsync(ModelVersion version, Func<Image> decode, CancellationToken aborted)
    {
        using var place = version.Queue.TryReserve() ?? throw Full(version);
        using var deadline = new CancellationTokenSource(options.Deadline, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(aborted, deadline.Token);
        long taken = 0;
        try
        {
            var arrived = time.GetTimestamp();
            await place.ComeAsync(end.Token).ConfigureAwait(false);
            var start = time.GetTimestamp();
            var picture = await intake.RunAsync(() => Prepare(version, decode(), place.Buffer), end.Token).ConfigureAwait(false);
            var decoded = time.GetElapsedTime(start);
            if (!memory.TryTake(picture.Bytes)) throw BodyReader.NoMemory();
            taken = picture.Bytes;
            var outcome = await place.DetectAsync(picture, end.Token).ConfigureAwait(false);
            outcome = outcome with { Waited = outcome.Waited + time.GetElapsedTime(arrived, start) };
            metrics.Waited(version.Name, outcome.Waited);
            return new(picture.Width, picture.Height, decoded, outcome);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            throw new ProblemException(StatusCodes.Status503ServiceUnavailable, $"The picture was not looked at within {options.Deadline.TotalSeconds:0.###} s; ask again later.")
            {
                RetryAfter = version.Queue.RetryAfter,
            };
        }
        catch (InvalidDataException error) // an ONNX graph of a fixed size
        {
            throw new ProblemException(StatusCodes.Status422UnprocessableEntity, error.Message);
        }
        finally
        {
            memory.Return(taken);
        }
    }

    /// <summary>Detects in several pictures of one request; the first refusal ends it.</summary>
    /// <inheritdoc cref="DetectAsync" path="/param"/>
    public async Task<PictureResult[]> DetectAllAsync(ModelVersion version, IReadOnlyList<Func<Image>> decode, CancellationToken aborted)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        var results = decode.Select(make => DetectAsync(version, make, end.Token)).ToList();
        try
        {
            await foreach (var result in Task.WhenEach(results).ConfigureAwait(false)) await result.ConfigureAwait(false);
            return [.. results.Select(static result => result.Result)];
        }
        catch
        {
            // The others leave the queue before the request ends.
            await end.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(results).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
            throw;
        }
    }

    // A picture of one row and a million columns may become an input that no memory holds.
    private static PreparedPicture Prepare(ModelVersion version, Image picture, float[]? buffer)
    {
        try
        {
            return version.Model.Prepare(picture, buffer);
        }
        catch (Exception error) when (error is ArgumentException or OverflowException or OutOfMemoryException)
        {
            throw new ProblemException(
                StatusCodes.Status422UnprocessableEntity, $"'{version.Name}' cannot look at a picture of {picture.Width} × {picture.Height} pixels; cut it into tiles.");
        }
    }

    private static ProblemException Full(ModelVersion version) =>
        new(StatusCodes.Status503ServiceUnavailable, $"The queue of '{version.Name}' is full; ask again later.") { RetryAfter = version.Queue.RetryAfter };
}
