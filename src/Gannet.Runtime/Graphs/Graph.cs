using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Graphs;

/// <summary>Nodes in an order in which they can run, before they are compiled; rewriting changes it.</summary>
internal sealed class Graph
{
    /// <summary>Values that are given at each run.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Values that are the result.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>What the file says about each result; null where it says nothing that helps.</summary>
    public IReadOnlyList<OnnxValueInfo?> OutputInfos { get; init; } = [];

    /// <summary>Values that are known.</summary>
    public Dictionary<string, Tensor> Constants { get; } = [];

    public List<GraphNode> Nodes { get; set; } = [];

    /// <summary>Values that neither the graph nor its inputs define: they come from the graph around it.</summary>
    public IEnumerable<string> Captures()
    {
        var own = Inputs.Concat(Constants.Keys).Concat(Nodes.SelectMany(static node => node.Outputs)).ToHashSet();
        return Nodes.SelectMany(static node => node.Needs).Concat(Outputs).Where(name => !own.Contains(name)).Distinct();
    }

    /// <summary>How often each value is needed, a result of the graph once more.</summary>
    public Dictionary<string, int> Uses()
    {
        var uses = new Dictionary<string, int>();
        foreach (var name in Nodes.SelectMany(static node => node.Needs).Concat(Outputs)) uses[name] = uses.GetValueOrDefault(name) + 1;
        return uses;
    }
}
