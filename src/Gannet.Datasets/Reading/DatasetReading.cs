using Gannet.Datasets.Checking;

namespace Gannet.Datasets.Reading;

/// <summary>A data set as read, with everything that was wrong with it.</summary>
/// <param name="Dataset">What is fit for use.</param>
/// <param name="Problems">What was left out or mended, as they were met.</param>
public sealed record DatasetReading(AnnotatedDataset Dataset, IReadOnlyList<DataProblem> Problems)
{
    /// <summary>How many records were left out.</summary>
    public int LeftOut => Problems.Count(static problem => problem.LeftOut);
}
