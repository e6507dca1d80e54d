using Gannet.Datasets.Checking;
using Gannet.Detection;

namespace Gannet.Training.Loading;

/// <summary>A batch, or a worker's part of it, and the file names of its images, for messages.</summary>
/// <param name="Batch">Pixels and ground truth.</param>
/// <param name="Paths">The files.</param>
public sealed record LoadedBatch(TrainingBatch Batch, IReadOnlyList<string> Paths)
{
    /// <summary>The place of the first image in the batch; not 0 if the images are a later part of it.</summary>
    public int FirstPlace { get; init; }

    /// <summary>Images that could not be read and were replaced by others.</summary>
    public IReadOnlyList<DataProblem> Skipped { get; init; } = [];
}
