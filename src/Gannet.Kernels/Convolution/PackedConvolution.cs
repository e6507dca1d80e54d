// Shapes: N images, H × W cells in, C channels in, K channels out.
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Convolution;

/// <summary>A convolution whose weights are laid out for the processor once, to run on many maps.</summary>
/// <remarks>
/// Maps are channels-last. There are three algorithms: Winograd's for 3×3 kernels with stride 1, which needs a quarter of the products; a
/// matrix product that reads its rows straight from the map; and a depthwise convolution. Several threads may run one at the same time.
/// </remarks>
public abstract unsafe class PackedConvolution
{
    // Below this, transforming a tile costs more than it saves in products.
    private const int LeastWinogradChannels = 24;

    private const int LargeOutput = 2 << 20; // floats that the caches do not keep until they are read

    private readonly AlignedBuffer _bias;

    private protected PackedConvolution(ConvolutionShape shape, ReadOnlySpan<float> bias, KernelPlan plan)
    {
        (Shape, Plan, _bias) = (shape, plan, new AlignedBuffer(shape.Outputs));
        LoadBias(bias);
    }

    /// <summary>What it computes.</summary>
    public ConvolutionShape Shape { get; }

    private protected KernelPlan Plan { get; }

    /// <summary>Whether a convolution uses Winograd's transform.</summary>
    public static bool IsWinograd(ConvolutionShape shape) =>
        shape is { KernelHeight: 3, KernelWidth: 3, Stride: 1, Dilation: 1, IsDepthwise: false, Inputs: >= LeastWinogradChannels, Outputs: >= LeastWinogradChannels };

    /// <summary>Lays out weights.</summary>
    /// <param name="shape">What to compute.</param>
    /// <param name="weights"><c>[K, C, rows, columns]</c>; for a depthwise convolution <c>[C, 1, rows, columns]</c>.</param>
    /// <param name="bias"><c>[K]</c>, or empty for none.</param>
    /// <exception cref="ArgumentException">The weights or the bias do not fit the shape, or one of its sizes is not positive.</exception>
    public static PackedConvolution Create(ConvolutionShape shape, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias) =>
        Create(shape, weights, bias, KernelPlan.Best);

    internal static PackedConvolution Create(
        ConvolutionShape shape, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, KernelPlan plan, bool allowsWinograd = true)
    {
        ArgumentNullException.ThrowIfNull(shape);
        CheckSizes(shape);
        var expected = (long)shape.Outputs * (shape.IsDepthwise ? 1 : shape.Inputs) * shape.KernelHeight * shape.KernelWidth;
        if (weights.Length != expected) throw new ArgumentException($"{shape} needs {expected} weights, not {weights.Length}.", nameof(weights));
        if (bias.Length != 0 && bias.Length != shape.Outputs)
            throw new ArgumentException($"{shape.Outputs} outputs need one bias each, not {bias.Length}.", nameof(bias));
        if (shape.IsDepthwise && shape.Inputs != shape.Outputs)
            throw new ArgumentException($"A depthwise convolution has {shape.Inputs} outputs, not {shape.Outputs}.", nameof(shape));
        return plan.VectorBits switch
        {
            512 => Create<Lanes16>(shape, weights, bias, plan, allowsWinograd),
            256 => Create<Lanes8>(shape, weights, bias, plan, allowsWinograd),
            128 => Create<Lanes4>(shape, weights, bias, plan, allowsWinograd),
            _ => Create<Lanes1>(shape, weights, bias, plan, allowsWinograd),
        };
    }

    /// <summary>Makes room for the weights of a convolution that is not depthwise; <see cref="Load"/> fills it.</summary>
    internal static PackedConvolution CreateEmpty(ConvolutionShape shape, KernelPlan plan) => plan.VectorBits switch
    {
        512 => Create<Lanes16>(shape, [], [], plan, allowsWinograd: true),
        256 => Create<Lanes8>(shape, [], [], plan, allowsWinograd: true),
        128 => Create<Lanes4>(shape, [], [], plan, allowsWinograd: true),
        _ => Create<Lanes1>(shape, [], [], plan, allowsWinograd: true),
    };

    /// <summary>Convolves a batch of maps.</summary>
    /// <param name="input"><c>[N, H, W, C]</c>.</param>
    /// <param name="images">N; if it is 0, nothing is written.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="output"><c>[N, OutputHeight, OutputWidth, K]</c>.</param>
    /// <param name="addend">A map of the output's shape, added before the activation; or empty.</param>
    /// <param name="activation">Applied to the result.</param>
    /// <exception cref="ArgumentException">A length does not fit, the map is smaller than the kernel, or input and output overlap.</exception>
    public void Run(
        ReadOnlySpan<float> input, int images, int height, int width, Span<float> output, ReadOnlySpan<float> addend = default,
        OutputActivation activation = OutputActivation.None)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(images);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        var (rows, columns) = (Shape.OutputHeight(height), Shape.OutputWidth(width));
        if (rows < 1 || columns < 1) throw new ArgumentException($"A map of {height} × {width} is smaller than the kernel of {Shape}.", nameof(height));
        CheckLength(input.Length, (Int128)images * height * width * Shape.Inputs, nameof(input));
        CheckLength(output.Length, (Int128)images * rows * columns * Shape.Outputs, nameof(output));
        if (!addend.IsEmpty) CheckLength(addend.Length, output.Length, nameof(addend));
        if (input.Overlaps(output)) throw new ArgumentException("Input and output overlap.", nameof(output));
        fixed (float* from = input, to = output, add = addend) Run(from, images, height, width, to, add, activation);
    }

    /// <summary>The same for memory that the caller has checked and pinned; null for no addend.</summary>
    internal void Run(float* input, int images, int height, int width, float* output, float* addend, OutputActivation activation)
    {
        var maps = new MapBatch<FloatElement>((FloatElement*)input, images, height, width, Shape);
        if (maps.IsEmpty) return;
        // A cache line that is written must first be read, unless it is written past the cache. What is added was read anyway.
        var streams = addend == null && (long)maps.OutputCells * Shape.Outputs > LargeOutput
            && Shape.Outputs % AlignedBuffer.FloatsOfLine == 0 && (nint)output % AlignedBuffer.Line == 0;
        Run(maps, new OutputStage<FloatElement>(_bias.Start, (FloatElement*)addend, (FloatElement*)output, activation, streams));
        GC.KeepAlive(this); // kernels hold only pointers into its buffers
    }

    /// <summary>Whether it can read bf16 maps; only Winograd's algorithm can.</summary>
    public virtual bool ReadsBFloat16 => false;

    /// <summary>Convolves bf16 maps to bf16 maps with 32-bit sums; otherwise as for floats.</summary>
    /// <exception cref="NotSupportedException"><see cref="ReadsBFloat16"/> is false.</exception>
    internal void Run(ushort* input, int images, int height, int width, ushort* output, ushort* addend, OutputActivation activation)
    {
        var maps = new MapBatch<BFloat16Element>((BFloat16Element*)input, images, height, width, Shape);
        if (!maps.IsEmpty) Run(maps, new OutputStage<BFloat16Element>(_bias.Start, (BFloat16Element*)addend, (BFloat16Element*)output, activation));
        GC.KeepAlive(this);
    }

    /// <summary>Convolves bf16 maps to float maps; otherwise as for floats.</summary>
    /// <exception cref="NotSupportedException"><see cref="ReadsBFloat16"/> is false.</exception>
    internal void Run(ushort* input, int images, int height, int width, float* output, OutputActivation activation)
    {
        var maps = new MapBatch<BFloat16Element>((BFloat16Element*)input, images, height, width, Shape);
        if (!maps.IsEmpty) Run(maps, new OutputStage<FloatElement>(_bias.Start, null, (FloatElement*)output, activation));
        GC.KeepAlive(this);
    }

    private protected abstract void Run(MapBatch<FloatElement> maps, OutputStage<FloatElement> output);

    private protected virtual void Run(MapBatch<BFloat16Element> maps, OutputStage<BFloat16Element> output) => throw new NotSupportedException($"{Shape} does not read bf16.");

    private protected virtual void Run(MapBatch<BFloat16Element> maps, OutputStage<FloatElement> output) => throw new NotSupportedException($"{Shape} does not read bf16.");

    /// <summary>Replaces the weights and the bias.</summary>
    /// <param name="weights">The first element of the first kernel.</param>
    /// <param name="layout">Where the other elements are.</param>
    /// <param name="bias"><c>[K]</c>, or empty for none.</param>
    /// <exception cref="NotSupportedException">The convolution is depthwise.</exception>
    internal virtual void Load(float* weights, KernelLayout layout, ReadOnlySpan<float> bias) => throw new NotSupportedException($"The weights of {Shape} cannot be replaced.");

    private protected void LoadBias(ReadOnlySpan<float> bias)
    {
        var target = new Span<float>(_bias.Start, Shape.Outputs);
        if (bias.IsEmpty) target.Clear();
        else bias.CopyTo(target);
    }

    private static void CheckLength(int length, Int128 expected, string name)
    {
        if (length != expected) throw new ArgumentException($"The sizes need {expected} values, not {length}.", name);
    }

    private static void CheckSizes(ConvolutionShape shape)
    {
        if (shape is not { Inputs: > 0, Outputs: > 0, KernelHeight: > 0, KernelWidth: > 0, Stride: > 0, Dilation: > 0, PaddingX: >= 0, PaddingY: >= 0 })
            throw new ArgumentException($"Sizes must be positive and padding not negative: {shape}.", nameof(shape));
    }

    private static PackedConvolution Create<TLanes>(
        ConvolutionShape shape, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, KernelPlan plan, bool allowsWinograd)
        where TLanes : struct, IFloatLanes<TLanes>
    {
        if (shape.IsDepthwise) return new DepthwiseConvolution<TLanes>(shape, weights, bias, plan);
        return allowsWinograd && IsWinograd(shape)
            ? new WinogradConvolution<TLanes>(shape, weights, bias, plan)
            : new MatrixConvolution<TLanes>(shape, weights, bias, plan);
    }
}
