using Gannet.Datasets.Checking;
using Gannet.Detection;

namespace Gannet.Training.Loading;

/// <summary>A batch with the names of its pictures, for messages.</summary>
/// <param name="Batch">Pixels and objects.</param>
/// <param name="Paths">The files.</param>
public sealed record LoadedBatch(TrainingBatch Batch, IReadOnlyList<string> Paths)
{
    /// <summary>Pictures that could not be read, in whose place the batch has others.</summary>
    public IReadOnlyList<DataProblem> Skipped { get; init; } = [];
}
