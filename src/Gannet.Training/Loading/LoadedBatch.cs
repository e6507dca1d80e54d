using Gannet.Datasets.Checking;
using Gannet.Detection;

namespace Gannet.Training.Loading;

/// <summary>A batch and the file names of its images, for messages.</summary>
/// <param name="Batch">Pixels and ground truth.</param>
/// <param name="Paths">The files.</param>
public sealed record LoadedBatch(TrainingBatch Batch, IReadOnlyList<string> Paths)
{
    /// <summary>Images that could not be read and were replaced by others.</summary>
    public IReadOnlyList<DataProblem> Skipped { get; init; } = [];
}
