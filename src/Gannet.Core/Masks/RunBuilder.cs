namespace Gannet.Masks;

/// <summary>Appends runs, joining neighbours of the same kind, so that only the first run can be 0.</summary>
internal sealed class RunBuilder
{
    private readonly List<int> _runs = [];

    public void Add(int length, bool isObject)
    {
        if (length == 0) return;
        if (_runs.Count == 0 && isObject) _runs.Add(0);
        if (_runs.Count > 0 && _runs.Count % 2 == 0 == isObject) _runs[^1] += length;
        else _runs.Add(length);
    }

    public int[] ToArray() => [.. _runs];
}

/// <summary>A COCO run-length mask, kept as it was written.</summary>
/// <param name="Height">Rows of the mask.</param>
/// <param name="Width">Columns of the mask.</param>
/// <param name="Counts">Run lengths, column by column, background first; empty when the file holds the compressed text.</param>
/// <param name="Compressed">COCO's compressed text form; null when the file holds plain counts.</param>
public sealed record RunLengths(int Height, int Width, IReadOnlyList<long> Counts, string? Compressed = null);
