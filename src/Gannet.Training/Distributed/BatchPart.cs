namespace Gannet.Training.Distributed;

/// <summary>The part of every batch that one of several workers learns from.</summary>
/// <param name="Number">Number of the worker, from 0.</param>
/// <param name="Parts">Number of workers.</param>
public readonly record struct BatchPart(int Number, int Parts)
{
    /// <summary>The whole batch: there is only one worker.</summary>
    public static BatchPart Whole { get; } = new(0, 1);

    /// <summary>The places of the batch that belong to this part.</summary>
    /// <param name="batchSize">Images per batch.</param>
    /// <exception cref="InvalidOptionException">The parts would not be equally large.</exception>
    public (int First, int Count) Places(int batchSize)
    {
        if (batchSize % Parts != 0)
        {
            throw InvalidOptionException.Contradiction("training.batch_size",
                $"training.batch_size {batchSize} cannot be divided evenly among {Parts} workers; make it a multiple of {Parts}, such as --batch {(batchSize / Parts + 1) * Parts}.");
        }

        var count = batchSize / Parts;
        return (Number * count, count);
    }
}
