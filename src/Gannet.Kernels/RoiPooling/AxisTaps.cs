using System.Runtime.CompilerServices;

namespace Gannet.Kernels.RoiPooling;

/// <summary>The cells that the bins of one axis read, with weights. Sampling is separable: rows and columns are prepared apart.</summary>
/// <remarks>Samples of a bin that read the same cell are merged, which nearly halves the reads of a typical region.</remarks>
internal sealed class AxisTaps(int bins)
{
    private readonly int[] _first = new int[bins + 1];
    private int[] _cells = new int[bins * 4];
    private float[] _weights = new float[bins * 4];
    private int _count;

    public ReadOnlySpan<int> Cells(int bin) => _cells.AsSpan(_first[bin], _first[bin + 1] - _first[bin]);

    public ReadOnlySpan<float> Weights(int bin) => _weights.AsSpan(_first[bin], _first[bin + 1] - _first[bin]);

    /// <summary>The mean of <paramref name="samples"/> points in each bin.</summary>
    /// <param name="start">Start of the region, in cells.</param>
    /// <param name="binSize">Size of a bin, in cells.</param>
    /// <param name="samples">Points per bin.</param>
    /// <param name="length">Cells of the map along this axis.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Prepare(float start, float binSize, int samples, int length)
    {
        _count = 0;
        for (var bin = 0; bin < bins; bin++)
        {
            _first[bin] = _count;
            for (var k = 0; k < samples; k++)
                AddSample(start + bin * binSize + (k + 0.5f) * binSize / samples, length, _first[bin], 1f / samples);
        }

        _first[bins] = _count;
    }

    /// <summary>One point per bin, evenly spaced from <paramref name="first"/> to <paramref name="last"/>.</summary>
    /// <remarks>Points beyond the outermost cell centres read nothing.</remarks>
    public void PreparePoints(double first, double last, int length)
    {
        _count = 0;
        for (var bin = 0; bin < bins; bin++)
        {
            _first[bin] = _count;
            // In double precision, so that a region's end on the map's last cell does not slip off it by rounding.
            var at = (float)(bins == 1 ? (first + last) / 2 : first + bin * (last - first) / (bins - 1));
            if (at >= 0 && at <= length - 1) AddSample(at, length, _count, 1);
        }

        _first[bins] = _count;
    }

    /// <summary>The mean of whole cells, for a region of <paramref name="count"/> cells; an empty bin reads nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void PrepareCells(int start, int count, int length)
    {
        _count = 0;
        for (var bin = 0; bin < bins; bin++)
        {
            _first[bin] = _count;
            var (first, end) = CellBins.Range(bin, bins, start, count, length);
            for (var cell = first; cell < end; cell++) Append(cell, 1f / (end - first));
        }

        _first[bins] = _count;
    }

    // Points up to one cell outside read the border; those farther out read nothing but still count in the mean.
    private void AddSample(float at, int length, int first, float share)
    {
        if (!(at >= -1f && at <= length)) return;
        at = Math.Max(at, 0);
        var low = (int)at;
        if (low >= length - 1)
        {
            Add(length - 1, share, first);
            return;
        }

        var fraction = at - low;
        Add(low, (1 - fraction) * share, first);
        Add(low + 1, fraction * share, first);
    }

    private void Add(int cell, float weight, int first)
    {
        for (var k = _count - 1; k >= first; k--)
        {
            if (_cells[k] != cell) continue;
            _weights[k] += weight;
            return;
        }

        Append(cell, weight);
    }

    private void Append(int cell, float weight)
    {
        if (_count == _cells.Length)
        {
            Array.Resize(ref _cells, 2 * _count);
            Array.Resize(ref _weights, 2 * _count);
        }

        (_cells[_count], _weights[_count]) = (cell, weight);
        _count++;
    }
}
