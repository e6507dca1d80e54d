namespace Gannet.Detection.Images;

/// <summary>Height and width in pixels.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct ImageSize(int Height, int Width);
