using Gannet.Kernels.Convolution;
using Gannet.Runtime.Graphs;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators;

/// <summary>What is known of a node before it runs; operators are made from it.</summary>
/// <param name="node">The node.</param>
/// <param name="constant">Looks up a known value by its name.</param>
/// <param name="subgraph">Compiles one of the node's graphs.</param>
/// <param name="shared">What operators of the graph have in common, by what it was made from.</param>
internal sealed class NodeDefinition(GraphNode node, Func<string, Tensor?> constant, Func<string, Subgraph> subgraph, Dictionary<object, object> shared)
{
    private readonly HashSet<int> _taken = [];
    private Func<string, Tensor?>? _constant = constant;
    private Func<string, Subgraph>? _subgraph = subgraph;
    private Dictionary<object, object>? _shared = shared;

    public string OpType => node.OpType;

    public int Opset => node.Opset;

    public NodeAttributes Attributes => node.Attributes;

    public int InputCount => node.Inputs.Length;

    public int OutputCount => node.Outputs.Length;

    public OutputActivation Activation => node.Activation;

    /// <summary>Whether each image of the input is one row of a product.</summary>
    public bool FlattensInput => node.FlattensInput;

    /// <summary>Rows and columns that each image of such an input probably has; null if nothing tells.</summary>
    public (int Height, int Width)? FlattenedSize => node.FlattenedSize;

    /// <summary>Whether a node was merged into this one and brought an input along, the one after the last of <see cref="InputCount"/>.</summary>
    public bool HasMergedInput => node.MergedInput.Length > 0;

    public bool Has(int input) => input < node.Inputs.Length && node.Inputs[input].Length > 0;

    /// <summary>An input that is known before the graph runs, or null.</summary>
    public Tensor? Constant(int input) => Has(input) ? _constant?.Invoke(node.Inputs[input]) : null;

    /// <summary>The same, if the operator keeps the value in a form of its own and does not need the input when it runs.</summary>
    public Tensor? TakeConstant(int input)
    {
        if (Constant(input) is not { } value) return null;
        _taken.Add(input);
        return value;
    }

    public bool IsTaken(int input) => _taken.Contains(input);

    /// <summary>One of the node's graphs.</summary>
    /// <exception cref="InvalidDataException">It is missing.</exception>
    public Subgraph Subgraph(string attribute) => _subgraph!(attribute);

    /// <summary>Makes something once for all nodes that need the same, such as the packed weights of a head that reads several levels.</summary>
    /// <param name="key">What it is made from.</param>
    /// <param name="make">Makes it.</param>
    public T Share<T>(object key, Func<T> make) where T : class
    {
        if (_shared!.TryGetValue(key, out var made)) return (T)made;
        var value = make();
        _shared.Add(key, value);
        return value;
    }

    /// <summary>Ends the time in which constants and graphs can be looked up, so that an operator that keeps this does not keep all of them.</summary>
    public void Close() => (_constant, _subgraph, _shared) = (null, null, null);
}

/// <summary>A graph within a node.</summary>
/// <param name="Plan">The graph.</param>
/// <param name="FirstCapture">Index of the node's input that is the first value from the graph around it.</param>
/// <param name="OutputInfos">What the file says about each result; null where it says nothing that helps.</param>
internal sealed record Subgraph(GraphPlan Plan, int FirstCapture, IReadOnlyList<OnnxValueInfo?> OutputInfos);
