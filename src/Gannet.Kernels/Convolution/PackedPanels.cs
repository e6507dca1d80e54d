using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Convolution;

/// <summary>A matrix <c>[depth, columns]</c> laid out in panels, each as wide as a kernel's registers, so that a product reads it in order.</summary>
internal sealed unsafe class PackedPanels<TLanes> where TLanes : struct, IFloatLanes<TLanes>
{
    private readonly AlignedBuffer _values;
    private readonly int _depth, _columns;

    /// <param name="depth">Rows of the matrix.</param>
    /// <param name="columns">Columns; the last panel is filled up with zeros to whole vectors.</param>
    public PackedPanels(int depth, int columns)
    {
        (_depth, _columns) = (depth, columns);
        var vectors = (columns + TLanes.Count - 1) / TLanes.Count;
        Count = (columns + Width - 1) / Width;
        _values = new AlignedBuffer((long)vectors * TLanes.Count * depth);
        new Span<float>(_values.Start, checked((int)_values.Count)).Clear();
    }

    /// <summary>Columns of a full panel: four vectors where there are 32 registers, else two.</summary>
    public static int Width => TLanes.Count == 16 ? 64 : 2 * TLanes.Count;

    /// <summary>Number of panels.</summary>
    public int Count { get; }

    /// <summary>Columns of a panel that belong to the matrix.</summary>
    public int ColumnsOf(int panel) => Math.Min(Width, _columns - panel * Width);

    /// <summary>Columns of a panel with those that fill it up: the row length of its tiles.</summary>
    public int PaddedWidth(int panel) => (ColumnsOf(panel) + TLanes.Count - 1) / TLanes.Count * TLanes.Count;

    /// <summary>Fills one column.</summary>
    /// <param name="column">Which one.</param>
    /// <param name="first">Row of the first value.</param>
    /// <param name="values">The first value.</param>
    /// <param name="stride">From one value to the next.</param>
    /// <param name="count">Values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(int column, int first, float* values, long stride, int count)
    {
        var (panel, within) = Math.DivRem(column, Width);
        var width = PaddedWidth(panel);
        var target = Panel(panel) + (long)first * width + within;
        for (var k = 0; k < count; k++) target[(long)k * width] = values[k * stride];
    }

    /// <summary>Adds the product of six rows and a part of a panel to <paramref name="tile"/>, <c>[6, PaddedWidth]</c>, or writes it.</summary>
    /// <param name="rows">For each tap, the rows' first elements.</param>
    /// <param name="stride">Pointers from one tap's rows to the next one's.</param>
    /// <param name="offset">Where in each run to begin.</param>
    /// <param name="taps">Runs of each row.</param>
    /// <param name="depth">Elements of a run.</param>
    /// <param name="panel">Which panel.</param>
    /// <param name="first">Row of the matrix that the first element is multiplied with.</param>
    /// <param name="tile">The sums.</param>
    /// <param name="adds">Whether the tile holds sums already.</param>
    public void Multiply(float** rows, int stride, int offset, int taps, int depth, int panel, int first, float* tile, bool adds)
    {
        var width = PaddedWidth(panel);
        var values = Panel(panel) + (long)first * width;
        switch (width / TLanes.Count)
        {
            case 4:
                PanelKernel<TLanes, FourColumns>.Multiply(rows, stride, offset, taps, depth, values, tile, adds);
                break;
            case 3:
                PanelKernel<TLanes, ThreeColumns>.Multiply(rows, stride, offset, taps, depth, values, tile, adds);
                break;
            case 2:
                PanelKernel<TLanes, TwoColumns>.Multiply(rows, stride, offset, taps, depth, values, tile, adds);
                break;
            default:
                PanelKernel<TLanes, OneColumn>.Multiply(rows, stride, offset, taps, depth, values, tile, adds);
                break;
        }
    }

    // Every panel before it is a full one.
    private float* Panel(int panel) => _values.Start + (long)panel * Width * _depth;
}
