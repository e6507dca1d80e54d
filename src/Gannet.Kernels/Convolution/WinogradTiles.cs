using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Convolution;

/// <summary>Reads tiles from maps and evaluates them at Winograd's points. Cells outside a map are zero.</summary>
/// <typeparam name="TLanes">The vectors to compute with.</typeparam>
internal static unsafe class WinogradTiles<TLanes> where TLanes : struct, IFloatLanes<TLanes>
{
    /// <summary>Tiles along a side of the output.</summary>
    public static int Count(int length) => (length + WinogradTransform.Results - 1) / WinogradTransform.Results;

    /// <summary>Evaluates the 6×6 input cells of a tile.</summary>
    /// <param name="maps">The input.</param>
    /// <param name="zeros">The channels of a cell outside.</param>
    /// <param name="image">Index of the image.</param>
    /// <param name="top">Row of the tile's first cell.</param>
    /// <param name="left">Column of the tile's first cell.</param>
    /// <param name="values">The channels at the first point.</param>
    /// <param name="stride">Distance from one point to the next.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transform<TElement>(MapBatch<TElement> maps, float* zeros, int image, int top, int left, float* values, long stride)
        where TElement : unmanaged, IElement<TElement>
    {
        var cells = stackalloc TElement*[WinogradTransform.Points];
        var rows = stackalloc float[WinogradTransform.Points * TLanes.Count];
        Locate(maps, zeros, image, top, left, cells);
        var c = 0;
        for (; c + TLanes.Count <= maps.Channels; c += TLanes.Count) WinogradTransform.Tile<TLanes, TElement>(cells, c, values + c, stride, rows);
        for (; c < maps.Channels; c++) WinogradTransform.Tile<Lanes1, TElement>(cells, c, values + c, stride, rows);
    }

    /// <summary>Where the channels of a tile's 6×6 input cells are.</summary>
    public static void Locate<TElement>(MapBatch<TElement> maps, float* zeros, int image, int top, int left, TElement** cells) where TElement : unmanaged, IElement<TElement>
    {
        for (var k = 0; k < WinogradTransform.Points; k++)
            cells[k] = maps.CellOr((TElement*)zeros, image, top + k / WinogradTransform.Side, left + k % WinogradTransform.Side);
    }
}
