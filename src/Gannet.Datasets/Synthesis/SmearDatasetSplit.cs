namespace Gannet.Datasets.Synthesis;

/// <summary>What one split of a synthetic data set contains.</summary>
/// <param name="Name">Name of the split.</param>
/// <param name="Images">Number of pictures.</param>
/// <param name="Cells">Number of cells in them.</param>
/// <param name="Overlapping">How many of the cells cross the outline of another.</param>
public sealed record SmearDatasetSplit(string Name, int Images, int Cells, int Overlapping);
