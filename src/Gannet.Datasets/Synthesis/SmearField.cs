namespace Gannet.Datasets.Synthesis;

/// <summary>A made-up microscope picture and the cells in it.</summary>
/// <param name="Image">The picture.</param>
/// <param name="Cells">One annotation a cell: its whole extent, clipped to the picture, and its whole outline.</param>
/// <param name="Overlapping">How many of the cells cross the outline of another.</param>
public sealed record SmearField(Image Image, IReadOnlyList<Annotation> Cells, int Overlapping);
