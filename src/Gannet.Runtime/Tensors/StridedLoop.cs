namespace Gannet.Runtime.Tensors;

/// <summary>Visits the elements of several operands together, in the order of the result's memory; axes that need no steps of their own are joined.</summary>
internal sealed class StridedLoop
{
    private readonly int[] _lengths;
    private readonly long[][] _steps;

    /// <param name="shape">Lengths of the result's axes in memory order.</param>
    /// <param name="steps">For each operand, the distance between neighbours along each axis; 0 where it is repeated.</param>
    public StridedLoop(ReadOnlySpan<int> shape, params long[][] steps)
    {
        var (lengths, joined) = (new List<int>(), Array.ConvertAll(steps, static _ => new List<long>()));
        for (var axis = 0; axis < shape.Length; axis++)
        {
            if (shape[axis] == 1) continue;
            if (lengths.Count > 0 && CanJoin(steps, joined, axis, shape[axis]))
            {
                lengths[^1] *= shape[axis];
                for (var k = 0; k < steps.Length; k++) joined[k][^1] = steps[k][axis];
                continue;
            }

            lengths.Add(shape[axis]);
            for (var k = 0; k < steps.Length; k++) joined[k].Add(steps[k][axis]);
        }

        if (lengths.Count == 0)
        {
            lengths.Add(1);
            foreach (var list in joined) list.Add(0);
        }

        _lengths = [.. lengths];
        _steps = Array.ConvertAll(joined, static list => list.ToArray());
        Rows = TensorShape.Product(_lengths.AsSpan(0, _lengths.Length - 1));
    }

    /// <summary>Elements of a row: the result's are next to each other, those of an operand have one distance.</summary>
    public int RowLength => _lengths[^1];

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Distance between an operand's neighbours within a row.</summary>
    public long Step(int operand) => _steps[operand][^1];

    /// <summary>Where operands are at a row.</summary>
    public RowCursor At(int row) => new(_lengths, _steps, row);

    // Two axes are one if the last element of the inner one is followed by the next of the outer one.
    private static bool CanJoin(long[][] steps, List<long>[] joined, int axis, int length)
    {
        for (var k = 0; k < steps.Length; k++)
        {
            if (joined[k][^1] != steps[k][axis] * length) return false;
        }

        return true;
    }
}

/// <summary>Goes from one row of a <see cref="StridedLoop"/> to the next.</summary>
internal sealed class RowCursor
{
    private readonly int[] _lengths;
    private readonly long[][] _steps;
    private readonly int[] _index;
    private readonly long[] _offsets;

    public RowCursor(int[] lengths, long[][] steps, int row)
    {
        (_lengths, _steps, _index, _offsets) = (lengths, steps, new int[lengths.Length - 1], new long[steps.Length]);
        for (var axis = _index.Length - 1; axis >= 0; axis--)
        {
            (row, _index[axis]) = Math.DivRem(row, lengths[axis]);
            for (var k = 0; k < steps.Length; k++) _offsets[k] += _index[axis] * steps[k][axis];
        }
    }

    /// <summary>Offset of an operand's first element in this row.</summary>
    public long Offset(int operand) => _offsets[operand];

    public void Next()
    {
        for (var axis = _index.Length - 1; axis >= 0; axis--)
        {
            for (var k = 0; k < _offsets.Length; k++) _offsets[k] += _steps[k][axis];
            if (++_index[axis] < _lengths[axis]) return;
            for (var k = 0; k < _offsets.Length; k++) _offsets[k] -= _steps[k][axis] * _lengths[axis];
            _index[axis] = 0;
        }
    }
}
