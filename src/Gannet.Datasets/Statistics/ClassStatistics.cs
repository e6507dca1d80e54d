namespace Gannet.Datasets.Statistics;

/// <summary>Counts for one class.</summary>
/// <param name="Name">Class name.</param>
/// <param name="Boxes">Number of boxes.</param>
/// <param name="Images">Number of pictures with at least one such box.</param>
public sealed record ClassStatistics(string Name, int Boxes, int Images);
