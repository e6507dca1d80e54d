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
