namespace Gannet.Kernels.Convolution;

/// <summary>The parameters of a convolution, apart from its weights.</summary>
/// <param name="Inputs">Input channels.</param>
/// <param name="Outputs">Output channels.</param>
/// <param name="KernelHeight">Rows of the kernel.</param>
/// <param name="KernelWidth">Columns of the kernel.</param>
public sealed record ConvolutionShape(int Inputs, int Outputs, int KernelHeight = 1, int KernelWidth = 1)
{
    /// <summary>Step between neighbouring outputs, in input cells.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Rows of zeros added above and below.</summary>
    public int PaddingY { get; init; }

    /// <summary>Columns of zeros added left and right.</summary>
    public int PaddingX { get; init; }

    /// <summary>Distance between kernel elements.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Whether the convolution is depthwise: each channel has its own filter and is not mixed with others.</summary>
    public bool IsDepthwise { get; init; }

    /// <summary>Rows of the output.</summary>
    public int OutputHeight(int height) => OutputLength(height, PaddingY, KernelHeight);

    /// <summary>Columns of the output.</summary>
    public int OutputWidth(int width) => OutputLength(width, PaddingX, KernelWidth);

    /// <summary>Multiplications and additions for a batch of maps by definition, ignoring what an algorithm saves.</summary>
    public double Operations(int images, int height, int width) =>
        2.0 * images * OutputHeight(height) * OutputWidth(width) * Outputs * KernelHeight * KernelWidth * (IsDepthwise ? 1 : Inputs);

    private int OutputLength(int length, int padding, int kernel) => (length + 2 * padding - Dilation * (kernel - 1) - 1) / Stride + 1;
}
