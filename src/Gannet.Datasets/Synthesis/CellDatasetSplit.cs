namespace Gannet.Datasets.Synthesis;

/// <summary>What one split of a made-up data set holds.</summary>
/// <param name="Name">Name of the split.</param>
/// <param name="Pictures">Number of pictures.</param>
/// <param name="Cells">Number of cells in them.</param>
/// <param name="Overlapping">How many of the cells cross the outline of another.</param>
public sealed record CellDatasetSplit(string Name, int Pictures, int Cells, int Overlapping);
