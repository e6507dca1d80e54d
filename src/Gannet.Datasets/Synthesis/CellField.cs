namespace Gannet.Datasets.Synthesis;

/// <summary>A made-up microscope picture and the cells in it.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Cells">One annotation a cell: its whole extent, clipped to the picture, and its whole outline.</param>
/// <param name="Overlapping">How many of the cells cross the outline of another.</param>
public sealed record CellField(Picture Picture, IReadOnlyList<Annotation> Cells, int Overlapping);
