namespace Gannet.Vision.Regions;

/// <summary>Where the bins of one axis read and how much each cell counts: bilinear sampling is separable, so rows and columns are prepared apart.</summary>
/// <remarks>Samples of a bin that read the same cell are merged, which nearly halves the reads of a usual region.</remarks>
internal sealed class AxisTaps(int bins)
{
    private readonly int[] _first = new int[bins + 1];
    private int[] _cells = new int[bins * 4];
    private float[] _weights = new float[bins * 4];
    private int _count;

    public ReadOnlySpan<int> Cells(int bin) => _cells.AsSpan(_first[bin], _first[bin + 1] - _first[bin]);

    public ReadOnlySpan<float> Weights(int bin) => _weights.AsSpan(_first[bin], _first[bin + 1] - _first[bin]);

    /// <summary>Prepares the axis for a region from <paramref name="start"/>, in cells, with bins of <paramref name="binSize"/>.</summary>
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

        if (_count == _cells.Length)
        {
            Array.Resize(ref _cells, 2 * _count);
            Array.Resize(ref _weights, 2 * _count);
        }

        (_cells[_count], _weights[_count]) = (cell, weight);
        _count++;
    }
}
