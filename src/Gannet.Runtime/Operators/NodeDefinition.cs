using Gannet.Kernels.Convolution;
using Gannet.Runtime.Graphs;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators;

/// <summary>What is known of a node before it runs; operators are made from it.</summary>
/// <param name="node">The node.</param>
/// <param name="constant">Looks up a known value by its name.</param>
/// <param name="subgraph">Compiles one of the node's graphs.</param>
internal sealed class NodeDefinition(GraphNode node, Func<string, Tensor?> constant, Func<string, Subgraph> subgraph)
{
    private readonly HashSet<int> _taken = [];

    public string OpType => node.OpType;

    public int Opset => node.Opset;

    public NodeAttributes Attributes => node.Attributes;

    public int InputCount => node.Inputs.Length;

    public int OutputCount => node.Outputs.Length;

    public OutputActivation Activation => node.Activation;

    /// <summary>Whether another map is added to the result, the input after the last of <see cref="InputCount"/>.</summary>
    public bool HasAddend => node.Addend.Length > 0;

    public bool Has(int input) => input < node.Inputs.Length && node.Inputs[input].Length > 0;

    /// <summary>An input that is known before the graph runs, or null.</summary>
    public Tensor? Constant(int input) => Has(input) ? constant(node.Inputs[input]) : null;

    /// <summary>The same, if the operator keeps the value in a form of its own and does not need the input when it runs.</summary>
    public Tensor? TakeConstant(int input)
    {
        if (Constant(input) is not { } value) return null;
        _taken.Add(input);
        return value;
    }

    public bool IsTaken(int input) => _taken.Contains(input);

    public Subgraph Subgraph(string attribute) => subgraph(attribute);
}

/// <summary>A graph within a node.</summary>
/// <param name="Plan">The graph.</param>
/// <param name="FirstCapture">Index of the node's input that is the first value from the graph around it.</param>
/// <param name="OutputInfos">What the file says about each result; null where it says nothing that helps.</param>
internal sealed record Subgraph(GraphPlan Plan, int FirstCapture, IReadOnlyList<OnnxValueInfo?> OutputInfos);
