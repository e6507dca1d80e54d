namespace Gannet.Kernels.Convolution;

/// <summary>What a convolution does, apart from its weights.</summary>
/// <param name="Inputs">Channels in.</param>
/// <param name="Outputs">Channels out.</param>
/// <param name="KernelHeight">Rows of the kernel.</param>
/// <param name="KernelWidth">Columns of the kernel.</param>
public sealed record ConvolutionShape(int Inputs, int Outputs, int KernelHeight = 1, int KernelWidth = 1)
{
    /// <summary>Step between neighbouring outputs, in cells of the input.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Zeros above and below.</summary>
    public int PaddingY { get; init; }

    /// <summary>Zeros left and right.</summary>
    public int PaddingX { get; init; }

    /// <summary>Distance between kernel elements.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Whether every channel has a filter of its own and sees no other.</summary>
    public bool IsDepthwise { get; init; }

    /// <summary>Rows of the output.</summary>
    public int OutputHeight(int height) => OutputLength(height, PaddingY, KernelHeight);

    /// <summary>Columns of the output.</summary>
    public int OutputWidth(int width) => OutputLength(width, PaddingX, KernelWidth);

    /// <summary>Multiplications and additions for a batch of maps, by the definition, whatever the algorithm saves.</summary>
    public double Operations(int images, int height, int width) =>
        2.0 * images * OutputHeight(height) * OutputWidth(width) * Outputs * KernelHeight * KernelWidth * (IsDepthwise ? 1 : Inputs);

    private int OutputLength(int length, int padding, int kernel) => (length + 2 * padding - Dilation * (kernel - 1) - 1) / Stride + 1;
}
