namespace Gannet.Torch.Nn;

/// <summary>A two-dimensional convolution; its weights are channels-last, the faster order on CPUs.</summary>
/// <remarks>The memory order of the input determines the order of computation; results differ in the last bits.</remarks>
public sealed class Conv2d : Module
{
    private readonly long[] _stride, _padding, _dilation;
    private readonly int _groups;

    /// <summary>Creates the layer with weights drawn as in libtorch: uniform within 1/√fan-in.</summary>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="kernel">Side of the square kernel.</param>
    /// <param name="stride">Step in both directions.</param>
    /// <param name="padding">Zeros on each side; null for half the kernel, which keeps the size at stride 1.</param>
    /// <param name="dilation">Distance between kernel elements.</param>
    /// <param name="groups">Groups of channels that are convolved separately.</param>
    /// <param name="bias">Whether a bias is added.</param>
    public Conv2d(int inputs, int outputs, int kernel, int stride = 1, int? padding = null, int dilation = 1, int groups = 1, bool bias = true)
        : this(inputs, outputs, (kernel, kernel), stride, padding, dilation, groups, bias)
    {
    }

    /// <summary>Creates the layer with kernels of unequal sides; otherwise like the other constructor.</summary>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="kernel">Rows and columns of the kernel.</param>
    /// <param name="stride">Step in both directions.</param>
    /// <param name="padding">Zeros on each of the four sides; null for half the kernel's rows above and below, half its columns left and right.</param>
    /// <param name="dilation">Distance between kernel elements.</param>
    /// <param name="groups">Groups of channels that are convolved separately.</param>
    /// <param name="bias">Whether a bias is added.</param>
    public Conv2d(
        int inputs, int outputs, (int Height, int Width) kernel, int stride = 1, int? padding = null, int dilation = 1, int groups = 1, bool bias = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(kernel.Height, nameof(kernel));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(kernel.Width, nameof(kernel));
        (Inputs, Outputs, _groups) = (inputs, outputs, groups);
        (_stride, _dilation) = ([stride, stride], [dilation, dilation]);
        _padding = [padding ?? dilation * (kernel.Height - 1) / 2, padding ?? dilation * (kernel.Width - 1) / 2];
        WeightBudget.Take(outputs, inputs / groups, kernel.Height, kernel.Width);
        var bound = 1 / Math.Sqrt((double)inputs / groups * kernel.Height * kernel.Width);
        Weight = AddParameter("weight", Tensor.Empty([outputs, inputs / groups, kernel.Height, kernel.Width], memoryFormat: MemoryFormat.ChannelsLast)
            .UniformInPlace(-bound, bound));
        if (bias) Bias = AddParameter("bias", Tensor.Empty([outputs]).UniformInPlace(-bound, bound));
    }

    /// <summary>Whether it computes in 32 bits even if other layers use fewer, as layers for scores and coordinates do.</summary>
    public bool FullPrecision { get; init; }

    /// <summary>Step in both directions.</summary>
    public int Stride => (int)_stride[0];

    /// <summary>Zeros above and below, and left and right.</summary>
    public (int Y, int X) Padding => ((int)_padding[0], (int)_padding[1]);

    /// <summary>Distance between kernel elements.</summary>
    public int Dilation => (int)_dilation[0];

    /// <summary>Groups of channels that are convolved separately.</summary>
    public int Groups => _groups;

    /// <summary>Input channels.</summary>
    public int Inputs { get; }

    /// <summary>Output channels.</summary>
    public int Outputs { get; }

    /// <summary>The kernels, <c>[outputs, inputs / groups, rows, columns]</c>.</summary>
    public Tensor Weight { get; }

    /// <summary>The bias, <c>[outputs]</c>.</summary>
    public Tensor? Bias { get; }

    /// <summary>Convolves <paramref name="x"/>, <c>[N, inputs, H, W]</c>.</summary>
    public Tensor Forward(Tensor x) => LayerEngine.Current?.Convolve(this, norm: null, x, addend: null, Activation.None) ?? Forward(x, Weight, Bias);

    /// <summary>Convolves with other weights of the same shape, such as weights with a norm folded in.</summary>
    internal Tensor Forward(Tensor x, Tensor weight, Tensor? bias)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape is not [_, var channels, _, _] || channels != Inputs)
            throw new ArgumentException($"Expected [N, {Inputs}, H, W], got {x}.", nameof(x));
        using var scope = TensorScope.Enter();
        // An engine with smaller numbers may have produced the input and then declined this layer.
        if (x.ElementType != weight.ElementType) x = x.To(weight.ElementType);
        if (x.IsContiguous(MemoryFormat.ChannelsLast)) return scope.Keep(x.Conv2d(weight, bias, _stride, _padding, _dilation, _groups));

        // Channels-last weights alone would make libtorch convert the input. Clone, since weights of one input channel count as both.
        return scope.Keep(x.Conv2d(weight.Clone(MemoryFormat.Contiguous), bias, _stride, _padding, _dilation, _groups));
    }
}
