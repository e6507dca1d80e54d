using System.Runtime.CompilerServices;

namespace Gannet.Kernels.RoiPooling;

/// <summary>The cells and weights of every bin of one region, computed once and used for every channel.</summary>
internal abstract unsafe class RegionSampling(int size)
{
    private PinnedBuffer<long> _offsets = new(64);
    private PinnedBuffer<float> _weights = new(64);

    public AxisTaps Rows { get; } = new(size);

    public AxisTaps Columns { get; } = new(size);

    /// <summary>Prepares both axes for a region of <paramref name="map"/>.</summary>
    public abstract void Place(Box box, in FeatureMap map);

    /// <summary>Combines rows and columns into the cells of one bin, valid until the next call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public BinCells SelectBin(int row, int column, in FeatureMap map)
    {
        var rows = Rows.Cells(row);
        var rowWeights = Rows.Weights(row);
        var columns = Columns.Cells(column);
        var columnWeights = Columns.Weights(column);
        var count = rows.Length * columns.Length;
        if (count > _offsets.Length) (_offsets, _weights) = (new(2 * count), new(2 * count));
        var offset = _offsets.Address;
        var weight = _weights.Address;
        for (var r = 0; r < rows.Length; r++)
        {
            var first = (long)rows[r] * map.Width;
            for (var c = 0; c < columns.Length; c++) (*offset++, *weight++) = ((first + columns[c]) * map.Channels, rowWeights[r] * columnWeights[c]);
        }

        return new(_offsets.Address, _weights.Address, count);
    }
}

/// <summary>The cells that one bin reads.</summary>
/// <param name="offsets">Offsets of their first channels, in floats from the image's first cell.</param>
/// <param name="weights">Weight of each cell.</param>
/// <param name="count">Number of cells.</param>
internal readonly unsafe struct BinCells(long* offsets, float* weights, int count)
{
    public long* Offsets => offsets;

    public float* Weights => weights;

    public int Count => count;
}
