using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Convolution;

/// <summary>A matrix <c>[depth, columns]</c> in panels as wide as a kernel's registers, so that a product reads it in order.</summary>
internal sealed unsafe class PackedPanels<TLanes> where TLanes : struct, IFloatLanes<TLanes>
{
    private readonly AlignedBuffer _values;
    private readonly int _depth, _columns;

    /// <param name="depth">Rows of the matrix.</param>
    /// <param name="columns">Columns; the last panel is padded with zeros to whole vectors.</param>
    public PackedPanels(int depth, int columns)
    {
        (_depth, _columns) = (depth, columns);
        var vectors = (columns + TLanes.Count - 1) / TLanes.Count;
        Count = (columns + Width - 1) / Width;
        _values = new AlignedBuffer((long)vectors * TLanes.Count * depth);
        if (columns % TLanes.Count == 0) return;
        // Only the last panel has columns that nobody fills.
        var last = At(Count - 1, 0);
        new Span<float>(last, checked((int)(_values.Count - (last - _values.Start)))).Clear();
    }

    /// <summary>Columns of a full panel: four vectors where there are 32 registers, else two.</summary>
    public static int Width => TLanes.Count == 16 ? 64 : 2 * TLanes.Count;

    /// <summary>Number of panels.</summary>
    public int Count { get; }

    /// <summary>Columns of a panel that belong to the matrix.</summary>
    public int ColumnsOf(int panel) => Math.Min(Width, _columns - panel * Width);

    /// <summary>Columns of a panel including its padding: the row length of its tiles.</summary>
    public int PaddedWidth(int panel) => (ColumnsOf(panel) + TLanes.Count - 1) / TLanes.Count * TLanes.Count;

    /// <summary>Fills neighbouring columns.</summary>
    /// <param name="column">Index of the first column, a multiple of a vector's length.</param>
    /// <param name="columns">Number of columns, at most a vector's length.</param>
    /// <param name="first">Row of the first values.</param>
    /// <param name="values">The value of the first column and row.</param>
    /// <param name="apart">Distance from one column's value to the next column's.</param>
    /// <param name="stride">Distance from one row's value to the next row's.</param>
    /// <param name="count">Number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(int column, int columns, int first, float* values, long apart, long stride, int count)
    {
        var (panel, within) = Math.DivRem(column, Width);
        var width = PaddedWidth(panel);
        var target = At(panel, first) + within;
        // Line by line: column by column, each line would be fetched as often as it has columns.
        for (var k = 0; k < count; k++, target += width, values += stride)
        {
            for (var c = 0; c < columns; c++) target[c] = values[c * apart];
        }
    }

    /// <summary>Adds six rows times part of a panel to <paramref name="tile"/>, <c>[6, PaddedWidth]</c>, or overwrites it.</summary>
    /// <param name="rows">For each tap, pointers to the rows' first elements.</param>
    /// <param name="stride">Number of pointers from one tap's rows to the next tap's.</param>
    /// <param name="offset">Where to begin in each run.</param>
    /// <param name="taps">Runs per row.</param>
    /// <param name="depth">Elements per run.</param>
    /// <param name="panel">Index of the panel.</param>
    /// <param name="first">Matrix row that the first element is multiplied by.</param>
    /// <param name="tile">The sums.</param>
    /// <param name="adds">Whether to add to the sums in the tile.</param>
    /// <param name="ahead">Memory to fetch meanwhile, one line of the cache per element of a row; null for none.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Multiply(float** rows, int stride, int offset, int taps, int depth, int panel, int first, float* tile, bool adds, float* ahead)
    {
        var values = At(panel, first);
        if (ahead == null) ahead = values; // is fetched anyway
        Multiply(PaddedWidth(panel) / TLanes.Count, rows, stride, offset, taps, depth, values, tile, adds, ahead, step: 1);
    }

    /// <summary>The same for a panel of so many vectors anywhere in memory, and rows whose elements are <paramref name="step"/> apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(int vectors, float** rows, int stride, int offset, int taps, int depth, float* panel, float* tile, bool adds, float* ahead, nint step)
    {
        switch (vectors)
        {
            case 4:
                PanelKernel<TLanes, FourColumns>.Multiply(rows, stride, offset, taps, depth, panel, tile, adds, ahead, step);
                break;
            case 3:
                PanelKernel<TLanes, ThreeColumns>.Multiply(rows, stride, offset, taps, depth, panel, tile, adds, ahead, step);
                break;
            case 2:
                PanelKernel<TLanes, TwoColumns>.Multiply(rows, stride, offset, taps, depth, panel, tile, adds, ahead, step);
                break;
            default:
                PanelKernel<TLanes, OneColumn>.Multiply(rows, stride, offset, taps, depth, panel, tile, adds, ahead, step);
                break;
        }
    }

    /// <summary>Where part of a panel begins.</summary>
    /// <param name="panel">Index of the panel.</param>
    /// <param name="first">Matrix row of the first element.</param>
    public float* At(int panel, int first) => Panel(panel) + (long)first * PaddedWidth(panel);

    /// <summary>What to fetch while a group of rows is multiplied: its part of the weights that follow; null if they are all on their way.</summary>
    /// <param name="next">Where the weights that follow begin; null for none.</param>
    /// <param name="element">Elements of a row that have been multiplied with the present weights, by all groups before and by this one.</param>
    /// <param name="elements">Elements of a row that the present weights are multiplied with.</param>
    public static float* Ahead(float* next, long element, long elements) =>
        next == null || element >= elements * LinesOfRow ? null : next + element * AlignedBuffer.FloatsOfLine;

    // Cache lines in a row of a full panel.
    private static int LinesOfRow => (Width + AlignedBuffer.FloatsOfLine - 1) / AlignedBuffer.FloatsOfLine;

    // All panels before it are full.
    private float* Panel(int panel) => _values.Start + (long)panel * Width * _depth;
}
