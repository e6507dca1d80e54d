using Gannet.Datasets.Checking;

namespace Gannet.Datasets.Reading;

/// <summary>A data set as read, with the problems found.</summary>
/// <param name="Dataset">The usable part of the data set.</param>
/// <param name="Problems">What was left out or fixed, in the order found.</param>
public sealed record DatasetReading(AnnotatedDataset Dataset, IReadOnlyList<DataProblem> Problems)
{
    /// <summary>How many records were left out.</summary>
    public int LeftOut => Problems.Count(static problem => problem.LeftOut);
}
