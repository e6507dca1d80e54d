namespace Gannet.Kernels.RoiPooling;

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
