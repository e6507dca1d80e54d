// Shapes: N images, C channels in, K channels out, R regions.
using Gannet.Kernels.Convolution;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Engines;

/// <summary>A convolution or fully connected layer that learns, with the addition and activation after it, as one differentiable C# operation on the processor.</summary>
internal sealed class LayerFunction : DifferentiableFunction, IDisposable
{
    private readonly ConvolutionTraining _kernels;
    private readonly ConvolutionShape _shape;
    private readonly long[] _inputShape;
    private readonly Tensor? _x; // null if the weights are frozen
    private readonly Tensor? _weight; // null if the input needs no gradient
    private readonly Tensor? _y; // null without an activation
    private readonly bool _hasBias, _needsBias, _needsAddend;

    private LayerFunction(ConvolutionTraining kernels, ConvolutionShape shape, Tensor x, Tensor weight, Tensor? bias, Tensor? addend, Tensor y, OutputActivation activation)
    {
        (_kernels, _shape, _inputShape) = (kernels, shape, [.. x.Shape]);
        // Detached from the graph: a node that held its own result would never be freed.
        _x = weight.RequiresGrad ? TensorScope.Detach(x.Detach()) : null;
        _weight = x.RequiresGrad ? TensorScope.Detach(weight.Detach()) : null;
        _y = activation == OutputActivation.Relu ? TensorScope.Detach(y.Detach()) : null;
        (_hasBias, _needsBias, _needsAddend) = (bias is not null, bias?.RequiresGrad == true, addend?.RequiresGrad == true);
    }

    /// <summary>Convolves, adds and activates.</summary>
    /// <returns><c>[N, K, H, W]</c>, or null if libtorch should do it.</returns>
    public static Tensor? Convolve(ConvolutionTraining kernels, Conv2d conv, Tensor weight, Tensor? bias, Tensor x, Tensor? addend, Activation activation)
    {
        if (LayerWeights.ShapeOf(conv) is not { } shape || !ConvolutionTraining.Trains(shape) || activation == Activation.HardSwish) return null;
        if (!IsReadable(x, 4) || !IsReadable(weight, 4) || (addend is not null && !IsReadable(addend, 4))) return null;
        long[] outputShape = [x.Shape[0], shape.Outputs, shape.OutputHeight((int)x.Shape[2]), shape.OutputWidth((int)x.Shape[3])];
        if (outputShape[2] < 1 || outputShape[3] < 1 || (addend is not null && !addend.Shape.SequenceEqual(outputShape))) return null;
        return Apply(kernels, shape, weight, bias, x, addend, outputShape, activation);
    }

    /// <summary>Maps rows <c>[R, C]</c> and activates.</summary>
    /// <returns><c>[R, K]</c>, or null if libtorch should do it.</returns>
    public static Tensor? Map(ConvolutionTraining kernels, Linear linear, Tensor x, Activation activation) =>
        ConvolutionTraining.Trains(new(linear.Inputs, linear.Outputs)) && IsReadable(x, 2) && IsReadable(linear.Weight, 2) && x.Shape[1] == linear.Inputs && activation != Activation.HardSwish
            ? Apply(kernels, new(linear.Inputs, linear.Outputs), linear.Weight, linear.Bias, x, addend: null, [x.Shape[0], linear.Outputs], activation)
            : null;

    private static unsafe Tensor Apply(
        ConvolutionTraining kernels, ConvolutionShape shape, Tensor weight, Tensor? bias, Tensor x, Tensor? addend, long[] outputShape, Activation activation)
    {
        using var scope = TensorScope.Enter();
        var y = Empty(outputShape);
        var (images, height, width) = SizeOf(x.Shape);
        var applied = OutputActivations.Of(activation);
        // libtorch owns the spans' memory, which does not move.
        fixed (float* from = x.AsSpan<float>(), weights = weight.AsSpan<float>(), add = addend is null ? default : addend.AsSpan<float>(), to = y.AsSpan<float>())
            kernels.Forward(shape, weights, bias is null ? [] : bias.Detach().AsSpan<float>(), from, images, height, width, to, add, applied);
        var function = new LayerFunction(kernels, shape, x, weight, bias, addend, y, applied);
        Tensor?[] inputs = [x, weight, bias, addend];
        if (!function.Record(y, [.. inputs.OfType<Tensor>()])) function.Dispose();
        return scope.Keep(y);
    }

    protected override Tensor?[] Backward(Tensor gradient)
    {
        using var span = Spans.Source.HasListeners() ? Spans.Start($"gradient of {_shape.KernelHeight}×{_shape.KernelWidth} {_shape.Inputs} → {_shape.Outputs}") : null;
        var before = LaidOut(gradient);
        if (_y is not null) before = LaidOut(Tensor.ThresholdBackward(before, _y, 0));
        Tensor?[] gradients = [InputGradient(before), WeightGradient(before)];
        if (_hasBias) gradients = [.. gradients, _needsBias ? before.Sum(before.Rank == 4 ? [0, 2, 3] : [0]) : null];
        return [.. gradients, _needsAddend ? before : null];
    }

    public void Dispose()
    {
        _x?.Dispose();
        _weight?.Dispose();
        _y?.Dispose();
    }

    private unsafe Tensor? InputGradient(Tensor gradient)
    {
        if (_weight is null) return null;
        var result = Empty(_inputShape);
        var (images, height, width) = SizeOf(gradient.Shape);
        fixed (float* from = gradient.AsSpan<float>(), weights = _weight.AsSpan<float>(), to = result.AsSpan<float>())
            _kernels.InputGradient(_shape, weights, from, images, height, width, to);
        return result;
    }

    private unsafe Tensor? WeightGradient(Tensor gradient)
    {
        if (_x is null) return null;
        var result = Empty(gradient.Rank == 4 ? [_shape.Outputs, _shape.Inputs, _shape.KernelHeight, _shape.KernelWidth] : [_shape.Outputs, _shape.Inputs]);
        var (images, height, width) = SizeOf(_inputShape);
        fixed (float* input = _x.AsSpan<float>(), from = gradient.AsSpan<float>(), to = result.AsSpan<float>())
            _kernels.WeightGradient(_shape, input, from, images, height, width, to);
        return result;
    }

    private static Tensor Empty(long[] shape) => Tensor.Empty(shape, memoryFormat: FormatOf(shape.Length));

    private static Tensor LaidOut(Tensor x) => x.Contiguous(FormatOf(x.Rank));

    private static MemoryFormat FormatOf(int rank) => rank == 4 ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous;

    // Rows are maps of one cell.
    private static (int Images, int Height, int Width) SizeOf(ReadOnlySpan<long> shape) =>
        shape.Length == 4 ? ((int)shape[0], (int)shape[2], (int)shape[3]) : ((int)shape[0], 1, 1);

    private static bool IsReadable(Tensor x, int rank) =>
        x is { ElementType: ElementType.Float, Device.IsCuda: false, Count: > 0 and <= int.MaxValue } && x.Rank == rank && x.IsContiguous(FormatOf(rank));
}
