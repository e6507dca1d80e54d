namespace Gannet.Torch.Nn;

/// <summary>A fully connected layer.</summary>
public sealed class Linear : Module
{
    /// <summary>Creates the layer with weights and bias drawn as in libtorch: uniform within 1/√fan-in.</summary>
    public Linear(int inputs, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        (Inputs, Outputs) = (inputs, outputs);
        WeightBudget.Take(outputs, inputs);
        var bound = 1 / Math.Sqrt(inputs);
        Weight = AddParameter("weight", Tensor.Empty([outputs, inputs]).UniformInPlace(-bound, bound));
        Bias = AddParameter("bias", Tensor.Empty([outputs]).UniformInPlace(-bound, bound));
    }

    /// <summary>Input features.</summary>
    public int Inputs { get; }

    /// <summary>Whether it computes in 32 bits even if other layers use fewer, as layers for scores and coordinates do.</summary>
    public bool FullPrecision { get; init; }

    /// <summary>Output features.</summary>
    public int Outputs { get; }

    /// <summary>The weights, <c>[outputs, inputs]</c>.</summary>
    public Tensor Weight { get; }

    /// <summary>The bias, <c>[outputs]</c>.</summary>
    public Tensor Bias { get; }

    /// <summary>Maps <paramref name="x"/>, <c>[R, inputs]</c> or features <c>[R, C, S, S]</c> that are flattened first, to <c>[R, outputs]</c>.</summary>
    /// <param name="x">The input.</param>
    /// <param name="activation">Applied to the result.</param>
    public Tensor Forward(Tensor x, Activation activation = Activation.None)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = TensorScope.Enter();
        if (LayerEngine.Current?.Map(this, x, activation) is { } computed) return scope.Keep(computed);
        if (x.Rank > 2) x = x.Flatten(1);
        if (x.ElementType != Weight.ElementType) x = x.To(Weight.ElementType); // an engine with smaller numbers may have produced it
        return x.Shape is [_, var features] && features == Inputs
            ? scope.Keep(activation.ApplyTo(x.Linear(Weight, Bias)))
            : throw new ArgumentException($"Expected [R, {Inputs}], got {x}.", nameof(x));
    }
}
