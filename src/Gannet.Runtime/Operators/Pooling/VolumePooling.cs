using System.Numerics;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Pooling;

/// <summary>Pools maps over any number of axes, in row-major order.</summary>
internal static class VolumePooling
{
    /// <summary>The greatest element of each window and its offset in the whole tensor.</summary>
    public static void Greatest<T>(Tensor x, SlidingWindow window, Tensor y, Span<long> places, bool countsColumnsFirst) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var from = x.Elements<T>();
        var to = y.Elements<T>();
        var cells = new WindowCells(window, x.Shape, y.Shape);
        for (var k = 0; k < to.Length; k++)
        {
            cells.MoveTo(k);
            var (best, place) = (Reductions.Extremes.Least<T>(), -1);
            while (cells.Next())
            {
                var value = from[cells.Offset];
                if (place >= 0 && !(value > best)) continue;
                (best, place) = (value, cells.Offset);
            }

            to[k] = best;
            places[k] = countsColumnsFirst && place >= 0 ? ColumnsFirst(place, x.Shape) : place;
        }
    }

    /// <summary>The mean of each window.</summary>
    public static void Mean(Tensor x, SlidingWindow window, Tensor y, bool countsPadding)
    {
        var from = x.Elements<float>();
        var to = y.Elements<float>();
        var cells = new WindowCells(window, x.Shape, y.Shape);
        for (var k = 0; k < to.Length; k++)
        {
            cells.MoveTo(k);
            var sum = 0f;
            while (cells.Next()) sum += from[cells.Offset];
            to[k] = sum / (countsPadding ? cells.PaddedCount : cells.Count);
        }
    }

    // The offset within the map if the first spatial axis varied fastest.
    private static long ColumnsFirst(int place, int[] shape)
    {
        var volume = TensorShape.Product(shape.AsSpan(2));
        var (plane, rest) = Math.DivRem(place, volume);
        var (result, step) = (0L, (long)volume);
        for (var axis = shape.Length - 1; axis >= 2; axis--)
        {
            step /= shape[axis];
            (rest, var index) = Math.DivRem(rest, shape[axis]);
            result += index * step;
        }

        return plane * (long)volume + result;
    }
}

/// <summary>The elements inside the map that one window after the other sees.</summary>
internal sealed class WindowCells
{
    private readonly AxisWindow[][] _windows;
    private readonly int[] _outputs, _at;
    private readonly long[] _steps;
    private readonly int _plane, _outputPlane;
    private readonly AxisWindow[] _current;
    private bool _isFirst;
    private int _start;

    public WindowCells(SlidingWindow window, int[] map, int[] result)
    {
        _windows = [.. Enumerable.Range(0, window.Axes).Select(axis => AxisWindow.Along(window, axis, map[axis + 2], result[axis + 2]))];
        (_outputs, _at, _current) = (result[2..], new int[window.Axes], new AxisWindow[window.Axes]);
        _steps = TensorShape.Steps(map, MapLayout.RowMajor)[2..];
        (_plane, _outputPlane) = (TensorShape.Product(map.AsSpan(2)), TensorShape.Product(_outputs));
    }

    /// <summary>Offset of the current element.</summary>
    public int Offset { get; private set; }

    /// <summary>Elements of the window inside the map.</summary>
    public int Count => Product(static w => w.Count);

    /// <summary>Elements of the window inside the map or its padding.</summary>
    public int PaddedCount => Product(static w => w.PaddedCount);

    /// <summary>Goes to the window of an element of the result.</summary>
    public void MoveTo(int output)
    {
        (var plane, output) = Math.DivRem(output, _outputPlane);
        for (var axis = _outputs.Length - 1; axis >= 0; axis--)
        {
            (output, var at) = Math.DivRem(output, _outputs[axis]);
            (_current[axis], _at[axis]) = (_windows[axis][at], _windows[axis][at].First);
        }

        (_start, _isFirst) = (plane * _plane, true);
    }

    /// <summary>Goes to the window's next element inside the map; false if there is none.</summary>
    public bool Next()
    {
        if (_isFirst)
        {
            _isFirst = false;
            if (Array.Exists(_current, static w => w.Count <= 0)) return false;
        }
        else if (!Advance())
        {
            return false;
        }

        long offset = _start;
        for (var axis = 0; axis < _at.Length; axis++) offset += _at[axis] * _steps[axis];
        Offset = (int)offset;
        return true;
    }

    private bool Advance()
    {
        for (var axis = _at.Length - 1; axis >= 0; axis--)
        {
            if ((_at[axis] += _current[axis].Step) < _current[axis].End) return true;
            _at[axis] = _current[axis].First;
        }

        return false;
    }

    private int Product(Func<AxisWindow, int> count)
    {
        var product = 1;
        foreach (var window in _current) product *= count(window);
        return product;
    }
}
