namespace Gannet.Kernels.Convolution;

/// <summary>Where the elements of a layer's kernels are in memory: distances in floats, which may be negative.</summary>
/// <param name="Output">From a kernel to that of the next output channel.</param>
/// <param name="Input">From a kernel to that of the next input channel.</param>
/// <param name="Row">From a row of a kernel to the next.</param>
/// <param name="Column">From an element of a row to the next.</param>
internal readonly record struct KernelLayout(long Output, long Input, long Row, long Column)
{
    /// <summary>The layout of weights <c>[K, C, rows, columns]</c>; a depthwise convolution's are <c>[C, 1, rows, columns]</c>.</summary>
    public static KernelLayout RowMajor(ConvolutionShape shape)
    {
        var cells = (long)shape.KernelHeight * shape.KernelWidth;
        return new(shape.Inputs * cells, cells, shape.KernelWidth, 1);
    }

    /// <summary>The layout of weights <c>[K, rows, columns, C]</c>.</summary>
    public static KernelLayout ChannelsLast(ConvolutionShape shape) =>
        new((long)shape.KernelHeight * shape.KernelWidth * shape.Inputs, 1, (long)shape.KernelWidth * shape.Inputs, shape.Inputs);

    /// <summary>The same kernels as the backward pass to the input needs them: inputs and outputs exchanged, turned by half a turn.</summary>
    /// <param name="shape">The shape of the kernels.</param>
    /// <returns>The layout, and how far its first element is from that of the original.</returns>
    public (KernelLayout Layout, long Offset) Turned(ConvolutionShape shape) =>
        (new(Input, Output, -Row, -Column), (shape.KernelHeight - 1) * Row + (shape.KernelWidth - 1) * Column);
}
