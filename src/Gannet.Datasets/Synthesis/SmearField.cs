namespace Gannet.Datasets.Synthesis;

/// <summary>A synthetic microscope picture and its blood cells.</summary>
/// <param name="Image">The picture.</param>
/// <param name="Cells">One annotation per cell: its full extent, clipped to the picture, and its full outline.</param>
/// <param name="Overlapping">How many of the cells cross the outline of another.</param>
public sealed record SmearField(Image Image, IReadOnlyList<Annotation> Cells, int Overlapping);
