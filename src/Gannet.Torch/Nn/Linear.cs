namespace Gannet.Torch.Nn;

/// <summary>A fully connected layer.</summary>
public sealed class Linear : Module
{
    /// <summary>Creates the layer with weights and bias drawn as libtorch's own: uniform within 1/√fan-in.</summary>
    public Linear(int inputs, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        Inputs = inputs;
        var bound = 1 / Math.Sqrt(inputs);
        Weight = AddParameter("weight", Tensor.Empty([outputs, inputs]).UniformInPlace(-bound, bound));
        Bias = AddParameter("bias", Tensor.Empty([outputs]).UniformInPlace(-bound, bound));
    }

    /// <summary>Features in.</summary>
    public int Inputs { get; }

    /// <summary>The weights, <c>[outputs, inputs]</c>.</summary>
    public Tensor Weight { get; }

    /// <summary>The bias, <c>[outputs]</c>.</summary>
    public Tensor Bias { get; }

    /// <summary>Maps <paramref name="x"/>, <c>[R, inputs]</c>, to <c>[R, outputs]</c>.</summary>
    public Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Shape is [_, var features] && features == Inputs
            ? x.Linear(Weight, Bias)
            : throw new ArgumentException($"Expected [R, {Inputs}], got {x}.", nameof(x));
    }
}
