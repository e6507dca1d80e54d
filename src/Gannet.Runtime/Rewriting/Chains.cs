using Gannet.Runtime.Graphs;

namespace Gannet.Runtime.Rewriting;

/// <summary>Finds nodes that follow each other with nobody else looking at what is between them.</summary>
internal sealed class Chains
{
    private readonly Dictionary<string, GraphNode> _makers = [];
    private readonly Dictionary<string, int> _uses;

    public Chains(Graph graph)
    {
        _uses = graph.Uses();
        foreach (var node in graph.Nodes)
        {
            foreach (var output in node.Outputs.Where(static output => output.Length > 0)) _makers[output] = node;
        }
    }

    /// <summary>The node that makes a value, if it is of a kind and nothing else uses the value.</summary>
    public GraphNode? OnlyFor(string value, params ReadOnlySpan<string> opTypes) =>
        _makers.TryGetValue(value, out var maker) && opTypes.Contains(maker.OpType) && maker.Outputs[0] == value && _uses.GetValueOrDefault(value) == 1 ? maker : null;

    /// <summary>The node that makes a value, whoever uses it.</summary>
    public GraphNode? Maker(string value) => _makers.GetValueOrDefault(value);

    /// <summary>How often a value is used.</summary>
    public int Uses(string value) => _uses.GetValueOrDefault(value);

    /// <summary>Lets <paramref name="merged"/> make what <paramref name="absorbed"/> made.</summary>
    public void Absorb(GraphNode merged, GraphNode absorbed)
    {
        merged.Outputs = [absorbed.Outputs[0]];
        _makers[absorbed.Outputs[0]] = merged;
    }
}
