namespace Gannet.Datasets.Statistics;

/// <summary>How many pictures have one size.</summary>
/// <param name="Width">Width in pixels; 0 when unknown.</param>
/// <param name="Height">Height in pixels; 0 when unknown.</param>
/// <param name="Images">Number of pictures.</param>
public sealed record ImageSizeCount(int Width, int Height, int Images);
