namespace Gannet.Torch.Nn;

/// <summary>A transposed convolution, which enlarges its input: each input cell adds a weighted kernel to the output.</summary>
public sealed class ConvTranspose2d : Module
{
    private readonly long[] _stride;

    /// <summary>Creates the layer with weights drawn as in libtorch: uniform within 1/√fan-in.</summary>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="kernel">Side of the square kernel.</param>
    /// <param name="stride">Factor by which both sides grow; if it equals the kernel, kernels do not overlap.</param>
    public ConvTranspose2d(int inputs, int outputs, int kernel, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(kernel);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        (Inputs, _stride) = (inputs, [stride, stride]);

        WeightBudget.Take(inputs, outputs, kernel, kernel);
        // libtorch treats the second dimension as the inputs, even here, where it is the outputs.
        var bound = 1 / Math.Sqrt((double)outputs * kernel * kernel);
        Weight = AddParameter("weight", Tensor.Empty([inputs, outputs, kernel, kernel], memoryFormat: MemoryFormat.ChannelsLast)
            .UniformInPlace(-bound, bound));
        Bias = AddParameter("bias", Tensor.Empty([outputs]).UniformInPlace(-bound, bound));
    }

    /// <summary>Input channels.</summary>
    public int Inputs { get; }

    /// <summary>The kernels, <c>[inputs, outputs, kernel, kernel]</c>.</summary>
    public Tensor Weight { get; }

    /// <summary>The bias, <c>[outputs]</c>.</summary>
    public Tensor Bias { get; }

    /// <summary>Enlarges <paramref name="x"/>, <c>[N, inputs, H, W]</c>, to <c>[N, outputs, (H − 1)·stride + kernel, …]</c>.</summary>
    public Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape is not [_, var channels, _, _] || channels != Inputs)
            throw new ArgumentException($"Expected [N, {Inputs}, H, W], got {x}.", nameof(x));
        using var scope = TensorScope.Enter();
        return scope.Keep(x.To(Weight.Device, Weight.ElementType).ConvTranspose2d(Weight, Bias, _stride));
    }
}
