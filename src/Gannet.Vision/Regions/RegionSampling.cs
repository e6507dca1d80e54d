namespace Gannet.Vision.Regions;

/// <summary>The cells and weights of every bin of one region, computed once and used for every channel.</summary>
internal sealed class RegionSampling(RoiAlignOptions options)
{
    private readonly AxisTaps _rows = new(options.Size), _columns = new(options.Size);
    private long[] _offsets = new long[64];
    private float[] _weights = new float[64];

    public ReadOnlySpan<long> Offsets => _offsets.AsSpan(0, Count);

    public ReadOnlySpan<float> Weights => _weights.AsSpan(0, Count);

    /// <summary>Number of cells that the current bin reads.</summary>
    public int Count { get; private set; }

    public void Place(Box box, in FeatureMap map)
    {
        var shift = options.Aligned ? 0.5f : 0f;
        var (x, y) = (box.X1 * map.Scale - shift, box.Y1 * map.Scale - shift);
        var (width, height) = (box.X2 * map.Scale - shift - x, box.Y2 * map.Scale - shift - y);
        // Without the half-cell shift, a region is at least one cell in size: the convention of the first implementation.
        if (!options.Aligned) (width, height) = (Math.Max(width, 1), Math.Max(height, 1));
        Prepare(_rows, y, height / options.Size, map.Height);
        Prepare(_columns, x, width / options.Size, map.Width);
    }

    /// <summary>Combines rows and columns into the cells of one bin; offsets are in floats from the picture's first element.</summary>
    public void SelectBin(int row, int column, in FeatureMap map)
    {
        var rows = _rows.Cells(row);
        var rowWeights = _rows.Weights(row);
        var columns = _columns.Cells(column);
        var columnWeights = _columns.Weights(column);
        Count = rows.Length * columns.Length;
        if (Count > _offsets.Length) (_offsets, _weights) = (new long[2 * Count], new float[2 * Count]);
        var n = 0;
        for (var r = 0; r < rows.Length; r++)
        {
            for (var c = 0; c < columns.Length; c++, n++)
                (_offsets[n], _weights[n]) = (((long)rows[r] * map.Width + columns[c]) * map.Channels, rowWeights[r] * columnWeights[c]);
        }
    }

    // A region without extent has no samples where their number follows its size, and pools to 0 (torchvision's rule).
    private void Prepare(AxisTaps axis, float start, float binSize, int length) =>
        axis.Prepare(start, binSize, options.SamplingRatio > 0 ? options.SamplingRatio : (int)MathF.Ceiling(binSize), length);
}
