namespace Gannet.Masks;

/// <summary>The outline of an object, kept as it was written: polygons or a run-length mask.</summary>
/// <param name="Polygons">Each polygon as x, y, x, y, … in pixels; empty when the mask is given as runs.</param>
/// <param name="Runs">The run-length mask; null when the outline is given as polygons.</param>
public sealed record Segmentation(IReadOnlyList<double[]> Polygons, RunLengths? Runs = null);
