using Gannet.Kernels.Convolution;

namespace Gannet.Runtime.Graphs;

/// <summary>An operator applied to named values.</summary>
/// <param name="opType">Name of the operator.</param>
/// <param name="name">The node's own name, which messages show; may be empty.</param>
/// <param name="opset">Version of the operator set that gives the operator its meaning.</param>
/// <param name="inputs">Names of its inputs; an absent one is empty.</param>
/// <param name="outputs">Names of its outputs; one that nobody needs may be empty.</param>
/// <param name="attributes">Its attributes.</param>
internal sealed class GraphNode(string opType, string name, int opset, string[] inputs, string[] outputs, NodeAttributes attributes)
{
    public string OpType => opType;

    public string Name => name;

    public int Opset => opset;

    public string[] Inputs { get; set; } = inputs;

    public string[] Outputs { get; set; } = outputs;

    public NodeAttributes Attributes => attributes;

    /// <summary>The graphs that control flow runs, by the names of their attributes.</summary>
    public IReadOnlyDictionary<string, Graph> Subgraphs { get; init; } = new Dictionary<string, Graph>();

    /// <summary>What a convolution or product applies to its result.</summary>
    public OutputActivation Activation { get; set; }

    /// <summary>Name of the input that a node merged into this one brought along, or empty: a map to add, or a shape that indices take.</summary>
    public string MergedInput { get; set; } = "";

    /// <summary>Whether a product takes each image of its input as one row.</summary>
    public bool FlattensInput { get; set; }

    /// <summary>Rows and columns that each image of a flattened input probably has; null if nothing tells.</summary>
    public (int Height, int Width)? FlattenedSize { get; set; }

    /// <summary>Names of values from outside that its graphs read.</summary>
    public IEnumerable<string> Captures => Subgraphs.Values.SelectMany(static graph => graph.Captures()).Distinct();

    /// <summary>All values that must exist before the node can run.</summary>
    public IEnumerable<string> Needs => Inputs.Append(MergedInput).Where(static input => input.Length > 0).Concat(Captures);

    /// <summary>For messages: <c>node 'conv1' (Conv)</c>.</summary>
    public string Label => name.Length > 0 ? $"node '{name}' ({opType})" : $"the node that makes '{Outputs.FirstOrDefault(static o => o.Length > 0)}' ({opType})";
}
