using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Control;

/// <summary>Runs one of two graphs.</summary>
internal sealed class If(NodeDefinition definition) : IOperator
{
    private readonly Subgraph _then = definition.Subgraph("then_branch"), _else = definition.Subgraph("else_branch");

    public void Run(NodeRun node)
    {
        var results = node.Run(Condition.IsTrue(node.RowMajor(0)) ? _then : _else);
        for (var k = 0; k < results.Length; k++) node.Set(k, results[k]);
    }
}

/// <summary>Single truth values.</summary>
internal static class Condition
{
    /// <exception cref="InvalidDataException">It is not one truth value.</exception>
    public static bool IsTrue(Tensor tensor) => tensor is { Type: OnnxElementType.Bool, Count: 1 }
        ? tensor.Bytes[0] != 0
        : throw new InvalidDataException($"the condition {tensor} is not one truth value");
}
