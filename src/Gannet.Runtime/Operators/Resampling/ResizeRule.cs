using Gannet.Runtime.Graphs;

namespace Gannet.Runtime.Operators.Resampling;

/// <summary>Where each cell of a resized axis reads, and with which weights.</summary>
internal sealed class ResizeRule
{
    private readonly string _mode, _coordinates, _nearest;
    private readonly double _cubic;
    private readonly bool _excludesOutside;

    /// <param name="attributes">Of the node.</param>
    /// <param name="opset">Before version 11 coordinates are asymmetric and rounded down.</param>
    public ResizeRule(NodeAttributes attributes, int opset)
    {
        _mode = attributes.Text("mode", "nearest");
        _coordinates = opset < 11 ? "asymmetric" : attributes.Text("coordinate_transformation_mode", "half_pixel");
        _nearest = opset < 11 ? "floor" : attributes.Text("nearest_mode", "round_prefer_floor");
        _cubic = attributes.Number("cubic_coeff_a", -0.75f);
        _excludesOutside = attributes.Flag("exclude_outside");
        if (_mode is not ("nearest" or "linear" or "cubic")) throw new InvalidDataException($"the mode '{_mode}' is unknown");
        if (attributes.Flag("antialias")) throw new InvalidDataException("resizing with a filter against aliasing is not supported");
        if (_coordinates is not ("half_pixel" or "asymmetric" or "align_corners" or "pytorch_half_pixel" or "half_pixel_symmetric" or "tf_crop_and_resize"))
            throw new InvalidDataException($"the coordinates '{_coordinates}' are unknown");
        if (_nearest is not ("round_prefer_floor" or "round_prefer_ceil" or "floor" or "ceil"))
            throw new InvalidDataException($"the rounding '{_nearest}' is unknown");
    }

    /// <summary>Whether results depend on a region of interest.</summary>
    public bool NeedsRegion => _coordinates == "tf_crop_and_resize";

    /// <summary>The cells and weights of every output cell.</summary>
    /// <param name="length">Cells of the input.</param>
    /// <param name="outputs">Cells of the output.</param>
    /// <param name="scale">Output cells per input cell.</param>
    /// <param name="region">Start and end of the region as parts of the length, for the mode that needs one.</param>
    public ResizeTaps Taps(int length, int outputs, double scale, (double Start, double End) region)
    {
        var count = _mode switch { "nearest" => 1, "linear" => 2, _ => 4 };
        var taps = new ResizeTaps(count, outputs);
        for (var k = 0; k < outputs; k++)
        {
            var at = Coordinate(k, length, outputs, scale, region);
            if (NeedsRegion && (at < 0 || at > length - 1)) taps.MarkOutside(k);
            else if (count == 1) taps.Set(k, 0, Math.Clamp(Round(at), 0, length - 1), 1);
            else if (count == 2) SetLinear(taps, k, at, length);
            else SetCubic(taps, k, at, length);
        }

        return taps;
    }

    private double Coordinate(int k, int length, int outputs, double scale, (double Start, double End) region) => _coordinates switch
    {
        "asymmetric" => (float)(k / (float)scale),
        "align_corners" => outputs == 1 ? 0 : k * (length - 1f) / (outputs - 1),
        "pytorch_half_pixel" => outputs > 1 ? (float)((k + 0.5f) / (float)scale - 0.5f) : 0,
        // Centred, so that a length that was rounded down loses as much at either end.
        "half_pixel_symmetric" => (k + 0.5) / scale - 0.5 + length / 2.0 * (1 - outputs / (scale * length)),
        "tf_crop_and_resize" => outputs > 1
            ? region.Start * (length - 1) + k * (region.End - region.Start) * (length - 1) / (outputs - 1)
            : 0.5 * (region.Start + region.End) * (length - 1),
        _ => (float)((k + 0.5f) / (float)scale - 0.5f),
    };

    private int Round(double at) => _nearest switch
    {
        "floor" => (int)Math.Floor(at),
        "ceil" => (int)Math.Ceiling(at),
        "round_prefer_ceil" => (int)Math.Floor(at + 0.5),
        _ => (int)Math.Ceiling(at - 0.5),
    };

    private static void SetLinear(ResizeTaps taps, int k, double at, int length)
    {
        at = Math.Clamp(at, 0, length - 1);
        var low = Math.Min((int)at, length - 1);
        var high = Math.Min(low + 1, length - 1);
        taps.Set(k, 0, low, (float)(1 - (at - low)));
        taps.Set(k, 1, high, (float)(at - low));
    }

    private void SetCubic(ResizeTaps taps, int k, double at, int length)
    {
        var low = (int)Math.Floor(at);
        var fraction = at - low;
        Span<double> weights = [Far(fraction + 1), Near(fraction), Near(1 - fraction), Far(2 - fraction)];
        if (_excludesOutside)
        {
            var sum = 0.0;
            for (var tap = 0; tap < weights.Length; tap++)
            {
                if (low - 1 + tap < 0 || low - 1 + tap >= length) weights[tap] = 0;
                sum += weights[tap];
            }

            foreach (ref var weight in weights) weight /= sum;
        }

        for (var tap = 0; tap < weights.Length; tap++) taps.Set(k, tap, Math.Clamp(low - 1 + tap, 0, length - 1), (float)weights[tap]);
    }

    // Keys' cubic convolution, within one cell and within two.
    private double Near(double d) => ((_cubic + 2) * d - (_cubic + 3)) * d * d + 1;

    private double Far(double d) => ((_cubic * d - 5 * _cubic) * d + 8 * _cubic) * d - 4 * _cubic;
}

/// <summary>The cells and weights that every cell of a resized axis reads.</summary>
/// <param name="count">Cells read for each output.</param>
/// <param name="outputs">Output cells.</param>
internal sealed class ResizeTaps(int count, int outputs)
{
    private readonly int[] _cells = new int[count * outputs];
    private readonly float[] _weights = new float[count * outputs];
    private bool[]? _isOutside;

    public int Count => count;

    /// <summary>Whether some cells read nothing.</summary>
    public bool HasOutside => _isOutside is not null;

    public int Cell(int output, int tap) => _cells[output * count + tap];

    public float Weight(int output, int tap) => _weights[output * count + tap];

    public bool IsOutside(int output) => _isOutside is not null && _isOutside[output];

    public void Set(int output, int tap, int cell, float weight) => (_cells[output * count + tap], _weights[output * count + tap]) = (cell, weight);

    public void MarkOutside(int output) => (_isOutside ??= new bool[outputs])[output] = true;
}
