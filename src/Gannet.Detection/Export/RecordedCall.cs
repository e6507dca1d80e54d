using Gannet.Torch;

namespace Gannet.Detection.Export;

/// <summary>One operator that a traced network called.</summary>
/// <param name="Operator">Its name, such as <c>aten::conv2d</c>.</param>
/// <param name="Arguments">An <see cref="Operand"/> or an array of them where the operator takes tensors, otherwise the argument itself.</param>
/// <param name="Results">Numbers of the values that it computed.</param>
internal sealed record RecordedCall(string Operator, object?[] Arguments, int[] Results);

/// <summary>A tensor that an operator reads: a value that depends on the input, or a constant.</summary>
/// <param name="Number">Number of the value; −1 for a constant.</param>
/// <param name="Constant">The constant's elements; null for a value.</param>
internal sealed record Operand(int Number, RecordedConstant? Constant);

/// <summary>A tensor that does not depend on the network's input.</summary>
/// <param name="Source">The tensor object: weights are the same object in every recording.</param>
/// <param name="Name">The weight that it is or was computed from; null if there is none.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Elements">A copy, in row-major order: float or long numbers.</param>
internal sealed record RecordedConstant(Tensor Source, string? Name, long[] Shape, Array Elements)
{
    /// <summary>Whether both hold the same numbers.</summary>
    public bool Equals(RecordedConstant? other) => other is not null && (ReferenceEquals(Source, other.Source)
        || Shape.AsSpan().SequenceEqual(other.Shape) && (Elements, other.Elements) switch
        {
            (float[] a, float[] b) => a.AsSpan().SequenceEqual(b),
            (long[] a, long[] b) => a.AsSpan().SequenceEqual(b),
            _ => false,
        });

    public override int GetHashCode() => Shape.Length;
}
