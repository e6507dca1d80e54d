using Gannet.Runtime.Graphs;

namespace Gannet.Runtime.Operators;

/// <summary>The window that a convolution or pooling moves over a map: its size, steps and padding along each spatial axis.</summary>
internal sealed class SlidingWindow
{
    // Larger numbers are errors, and below this their products with lengths fit in 64 bits.
    private const long Most = 1 << 24;

    private readonly long[] _kernel, _strides, _dilations, _pads;
    private readonly string _autoPad;
    private readonly bool _roundsUp;

    /// <param name="attributes">Of the node.</param>
    /// <param name="kernel">Lengths of the window.</param>
    /// <exception cref="InvalidDataException">Lists have different lengths or numbers make no sense.</exception>
    public SlidingWindow(NodeAttributes attributes, long[] kernel)
    {
        _kernel = kernel;
        _strides = Checked(attributes, "strides", kernel.Length, 1, 1);
        _dilations = Checked(attributes, "dilations", kernel.Length, 1, 1);
        _pads = Checked(attributes, "pads", 2 * kernel.Length, 0, 0);
        _autoPad = attributes.Text("auto_pad", "NOTSET");
        _roundsUp = attributes.Flag("ceil_mode");
        if (_autoPad is not ("NOTSET" or "VALID" or "SAME_UPPER" or "SAME_LOWER")) throw new InvalidDataException($"the padding '{_autoPad}' is unknown");
        if (kernel.Any(static k => k is < 1 or > Most)) throw new InvalidDataException($"the kernel [{string.Join(", ", kernel)}] is empty or too large");
    }

    private SlidingWindow(SlidingWindow line)
    {
        // The same step along both axes, which the kernels prefer: along an axis of length 1 it makes no difference.
        (_kernel, _strides, _dilations) = ([1, line._kernel[0]], [line._strides[0], line._strides[0]], [line._dilations[0], line._dilations[0]]);
        (_pads, _autoPad, _roundsUp) = ([0, line._pads[0], 0, line._pads[1]], line._autoPad, line._roundsUp);
    }

    /// <summary>Equal for equal windows.</summary>
    public override string ToString() => $"{List(_kernel)} by {List(_strides)}, {List(_dilations)} apart, padded {List(_pads)} {_autoPad} {_roundsUp}";

    private static string List(long[] numbers) => string.Join('×', numbers);

    /// <summary>Number of spatial axes.</summary>
    public int Axes => _kernel.Length;

    /// <summary>Whether the padding depends on the size of the map.</summary>
    public bool IsSame => _autoPad.StartsWith("SAME", StringComparison.Ordinal);

    /// <summary>A window over one axis as one over maps with one row.</summary>
    public SlidingWindow AsRow() => new(this);

    public int Kernel(int axis) => (int)_kernel[axis];

    public int Stride(int axis) => (int)_strides[axis];

    public int Dilation(int axis) => (int)_dilations[axis];

    /// <summary>Padding before and after a map of a length.</summary>
    public (int Before, int After) Padding(int axis, int length)
    {
        if (_autoPad == "VALID") return (0, 0);
        if (!IsSame) return ((int)_pads[axis], (int)_pads[axis + Axes]);
        var outputs = (length + _strides[axis] - 1) / _strides[axis];
        var total = (int)Math.Max(0, (outputs - 1) * _strides[axis] + Reach(axis) - length);
        return _autoPad == "SAME_UPPER" ? (total / 2, total - total / 2) : (total - total / 2, total / 2);
    }

    /// <summary>Number of positions along a map of a length.</summary>
    /// <exception cref="InvalidDataException">The padded map is smaller than the window.</exception>
    public int OutputLength(int axis, int length)
    {
        var (before, after) = Padding(axis, length);
        var room = (long)length + before + after - Reach(axis);
        if (room < 0) throw new InvalidDataException($"a map of length {length} is smaller than the window of {Reach(axis)}");
        var outputs = (room + (_roundsUp ? _strides[axis] - 1 : 0)) / _strides[axis] + 1;
        // A window that begins in the padding behind the map sees nothing.
        if (_roundsUp && (outputs - 1) * _strides[axis] >= (long)length + before) outputs--;
        return checked((int)outputs);
    }

    /// <summary>Lengths of the result for a map <c>[N, C, …]</c>.</summary>
    public int[] OutputShape(ReadOnlySpan<int> map, int channels)
    {
        if (map.Length != Axes + 2) throw new InvalidDataException($"the input has {map.Length} axes instead of {Axes + 2}");
        var shape = map.ToArray();
        shape[1] = channels;
        for (var axis = 0; axis < Axes; axis++) shape[axis + 2] = OutputLength(axis, map[axis + 2]);
        return shape;
    }

    // From the window's first to its last element.
    private long Reach(int axis) => (_kernel[axis] - 1) * _dilations[axis] + 1;

    private static long[] Checked(NodeAttributes attributes, string name, int count, long otherwise, long least)
    {
        var values = attributes.Integers(name) is { Length: > 0 } given ? given : [.. Enumerable.Repeat(otherwise, count)];
        if (values.Length != count) throw new InvalidDataException($"the attribute '{name}' has {values.Length} numbers instead of {count}");
        return values.All(v => v >= least && v <= Most) ? values : throw new InvalidDataException($"the attribute '{name}' is out of range: [{string.Join(", ", values)}]");
    }
}
