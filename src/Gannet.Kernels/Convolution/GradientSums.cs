using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Convolution;

/// <summary>Sums Σ left[t, m] · right[t, n] over rows t that come in chunks: six numbers m and a panel of numbers n at a time.</summary>
/// <remarks>
/// The right side is in panels as in <see cref="PackedPanels{TLanes}"/>, with a row per t. Sums are kept in the order in which the kernel writes
/// them: panels, in each a row per m, padded to groups of six.
/// </remarks>
/// <param name="rows">Number of m.</param>
/// <param name="columns">Number of n.</param>
/// <typeparam name="TLanes">The vectors to compute with.</typeparam>
internal readonly unsafe struct GradientSums<TLanes>(int rows, int columns) where TLanes : struct, IFloatLanes<TLanes>
{
    /// <summary>Numbers m that are multiplied together.</summary>
    public const int Group = 6; // of PanelKernel

    /// <summary>Rows t whose panel stays in the first-level cache.</summary>
    public const int DepthOfPass = 128;

    /// <summary>Width of a full panel.</summary>
    public static int Width => PackedPanels<TLanes>.Width;

    /// <summary>Number of n with padding: floats of a row of the right side in all panels.</summary>
    public int PaddedColumns { get; } = Padded(columns);

    /// <summary>Number of m with padding.</summary>
    public int PaddedRows { get; } = (rows + Group - 1) / Group * Group;

    /// <summary>Floats of all sums.</summary>
    public long Count => (long)PaddedRows * PaddedColumns;

    /// <summary>Number of panels.</summary>
    public int Panels => (columns + Width - 1) / Width;

    /// <summary>
    /// Rows of a chunk. Sums are read and written once per chunk, both sides once per row: with this many, both are as large.
    /// </summary>
    public int RowsOfChunk(int most) => (int)Math.Clamp(2L * rows * columns / (rows + columns) / DepthOfPass * DepthOfPass, DepthOfPass / 2, most);

    /// <summary>Where a row of a panel begins, in a chunk of <paramref name="chunk"/> rows.</summary>
    public static long At(int panel, int chunk, int row, int columns) => (long)panel * Width * chunk + (long)row * Padded(Math.Min(Width, columns - panel * Width));

    /// <summary>Adds a chunk's products to the sums of some numbers m in a panel, or overwrites them.</summary>
    /// <param name="left">The first number of the first row.</param>
    /// <param name="next">Distance from one row of the left side to the next.</param>
    /// <param name="group">Distance from one group of six numbers m to the next.</param>
    /// <param name="right">The right side.</param>
    /// <param name="chunk">Rows that the right side has room for.</param>
    /// <param name="count">Rows that it has.</param>
    /// <param name="panel">Index of the panel.</param>
    /// <param name="firstGroup">The first group.</param>
    /// <param name="endGroup">The group after the last.</param>
    /// <param name="sums">All sums.</param>
    /// <param name="adds">Whether to add.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Multiply(float* left, int next, long group, float* right, int chunk, int count, int panel, int firstGroup, int endGroup, float* sums, bool adds)
    {
        var pointers = stackalloc float*[Group];
        var width = Padded(Math.Min(Width, columns - panel * Width));
        for (var first = 0; first < count; first += DepthOfPass)
        {
            var depth = Math.Min(DepthOfPass, count - first);
            var values = right + (long)panel * Width * chunk + (long)first * width;
            var tile = sums + (long)panel * Width * PaddedRows + (long)firstGroup * Group * width;
            for (var k = firstGroup; k < endGroup; k++, tile += Group * width)
            {
                // Rows beyond the last repeat it; their sums are not read.
                for (var r = 0; r < Group; r++) pointers[r] = left + (long)first * next + k * group + Math.Min(r, rows - 1 - k * Group);
                PackedPanels<TLanes>.Multiply(width / TLanes.Count, pointers, 0, 0, 1, depth, values, tile, adds || first > 0, values, next);
            }
        }
    }

    /// <summary>The sums of number <paramref name="row"/> with a panel.</summary>
    public float* Row(float* sums, int panel, int row) => sums + (long)panel * Width * PaddedRows + (long)row * Padded(Math.Min(Width, columns - panel * Width));

    private static int Padded(int count) => (count + TLanes.Count - 1) / TLanes.Count * TLanes.Count;
}
