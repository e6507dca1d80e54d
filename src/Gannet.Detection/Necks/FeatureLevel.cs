namespace Gannet.Detection.Necks;

/// <summary>Where the cells of a feature map lie in the network's input.</summary>
/// <param name="Channels">Features of a cell.</param>
/// <param name="Stride">Pixels from one cell to the next.</param>
/// <param name="Origin">Pixels before the first cell: more than 0 after convolutions without padding.</param>
public sealed record FeatureLevel(int Channels, int Stride, float Origin = 0);
