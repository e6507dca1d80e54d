namespace Gannet.Vision.Regions;

/// <summary>The cells and weights of every bin of one region, computed once and used for every channel.</summary>
internal abstract class RegionSampling(int size)
{
    private long[] _offsets = new long[64];
    private float[] _weights = new float[64];

    public ReadOnlySpan<long> Offsets => _offsets.AsSpan(0, Count);

    public ReadOnlySpan<float> Weights => _weights.AsSpan(0, Count);

    /// <summary>Number of cells that the current bin reads.</summary>
    public int Count { get; private set; }

    protected AxisTaps Rows { get; } = new(size);

    protected AxisTaps Columns { get; } = new(size);

    /// <summary>Prepares both axes for a region of <paramref name="map"/>.</summary>
    public abstract void Place(Box box, in FeatureMap map);

    /// <summary>Combines rows and columns into the cells of one bin; offsets are in floats from the picture's first element.</summary>
    public void SelectBin(int row, int column, in FeatureMap map)
    {
        var rows = Rows.Cells(row);
        var rowWeights = Rows.Weights(row);
        var columns = Columns.Cells(column);
        var columnWeights = Columns.Weights(column);
        Count = rows.Length * columns.Length;
        if (Count > _offsets.Length) (_offsets, _weights) = (new long[2 * Count], new float[2 * Count]);
        var n = 0;
        for (var r = 0; r < rows.Length; r++)
        {
            for (var c = 0; c < columns.Length; c++, n++)
                (_offsets[n], _weights[n]) = (((long)rows[r] * map.Width + columns[c]) * map.Channels, rowWeights[r] * columnWeights[c]);
        }
    }
}
