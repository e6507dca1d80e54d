namespace Gannet.Kernels.Convolution;

/// <summary>The channels-last maps that a convolution reads, and the size of its output.</summary>
/// <typeparam name="TElement">One number of the maps.</typeparam>
internal readonly unsafe struct MapBatch<TElement>(TElement* data, int images, int height, int width, ConvolutionShape shape) where TElement : unmanaged
{
    public int Images => images;

    public int Height => height;

    public int Width => width;

    public int Channels => shape.Inputs;

    public int OutputHeight { get; } = shape.OutputHeight(height);

    public int OutputWidth { get; } = shape.OutputWidth(width);

    /// <summary>Output cells of all images.</summary>
    public int OutputCells => images * OutputHeight * OutputWidth;

    /// <summary>Whether there is nothing to compute, such as when an image has no regions.</summary>
    public bool IsEmpty => OutputCells == 0;

    /// <summary>The channels of one cell.</summary>
    public TElement* Cell(int image, int y, int x) => data + (((long)image * height + y) * width + x) * shape.Inputs;

    /// <summary>The channels of one cell, or <paramref name="zeros"/> outside the map.</summary>
    public TElement* CellOr(TElement* zeros, int image, int y, int x) =>
        (uint)y < (uint)height && (uint)x < (uint)width ? Cell(image, y, x) : zeros;
}
