namespace Gannet.Detection.Necks;

/// <summary>The position of a feature map's cells in the network's input.</summary>
/// <param name="Channels">Channels of the map.</param>
/// <param name="Stride">Input pixels from one cell to the next.</param>
/// <param name="Origin">Input pixels before the first cell; above 0 after convolutions without padding.</param>
public sealed record FeatureLevel(int Channels, int Stride, float Origin = 0);
