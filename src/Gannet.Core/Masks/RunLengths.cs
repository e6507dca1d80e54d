namespace Gannet.Masks;

/// <summary>A COCO run-length mask, kept as it was written.</summary>
/// <param name="Height">Rows of the mask.</param>
/// <param name="Width">Columns of the mask.</param>
/// <param name="Counts">Run lengths, column by column, background first; empty when the file holds the compressed text.</param>
/// <param name="Compressed">COCO's compressed text form; null when the file holds plain counts.</param>
public sealed record RunLengths(int Height, int Width, IReadOnlyList<long> Counts, string? Compressed = null);
