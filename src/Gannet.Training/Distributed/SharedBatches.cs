using System.Text;
using Gannet.Datasets.Checking;
using Gannet.Training.Loading;

namespace Gannet.Training.Distributed;

/// <summary>The batches of an epoch, each worker's part of them: in step, of one size, and to the end only if all can read theirs.</summary>
/// <param name="world">The workers.</param>
/// <param name="loader">Reads this worker's parts.</param>
internal sealed class SharedBatches(World world, BatchLoader loader)
{
    /// <summary>Whether one of the workers was told to stop.</summary>
    public bool IsCancelled { get; private set; }

    /// <summary>Whether the first worker asked for a checkpoint when the last batch was handed out.</summary>
    public bool IsSaveDue { get; private set; }

    /// <summary>The batches from number <paramref name="first"/>.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="first">Number of the first batch.</param>
    /// <param name="isSaveDue">Whether it is time for a checkpoint; the first worker is asked.</param>
    /// <param name="cancellation">Tells this worker to stop.</param>
    /// <exception cref="InvalidDataException">A worker cannot read its part.</exception>
    public IEnumerable<LoadedBatch> Read(int epoch, int first, Func<bool> isSaveDue, CancellationToken cancellation)
    {
        // Not cancelled on its own: the other workers would wait for the batch.
        using var batches = loader.Read(epoch, first, world.IsAlone ? cancellation : CancellationToken.None).GetEnumerator();
        for (var number = first; number < loader.BatchesPerEpoch; number++)
        {
            var (batch, failure) = Next(batches);
            if (world.IsAlone) world.Settle(failure);
            var images = batch?.Batch.Images;
            var (height, width, skipped) = (images?.Height ?? 0, images?.Width ?? 0, batch?.Skipped.Count ?? 0);
            var agreed = world.Greatest(
                height, width, skipped, failure is null ? 0 : 1, cancellation.IsCancellationRequested ? 1 : 0, world.IsFirst && isSaveDue() ? 1 : 0);
            if (agreed[3] > 0) world.Settle(failure);
            IsCancelled = agreed[4] > 0 && !world.IsAlone;
            IsSaveDue = agreed[5] > 0;
            var padded = loader.Pad(batch!, (int)agreed[0], (int)agreed[1]);
            yield return agreed[2] > 0 && !world.IsAlone ? padded with { Skipped = SkippedByAll(padded.Skipped) } : padded;
        }
    }

    private static (LoadedBatch? Batch, Exception? Failure) Next(IEnumerator<LoadedBatch> batches)
    {
        try
        {
            batches.MoveNext();
            return (batches.Current, null);
        }
#pragma warning disable CA1031 // the others must hear of any failure, or they would wait forever
        catch (Exception error)
#pragma warning restore CA1031
        {
            return (null, error);
        }
    }

    private DataProblem[] SkippedByAll(IReadOnlyList<DataProblem> own) => [.. world.Gather(ProblemBytes.Of(own)).SelectMany(ProblemBytes.Read)];
}
