using Gannet.Runtime.Graphs;

namespace Gannet.Runtime.Rewriting;

/// <summary>Removes nodes that contribute to no result.</summary>
internal static class UnusedNodes
{
    public static void Remove(Graph graph)
    {
        var needed = graph.Outputs.ToHashSet();
        var kept = new List<GraphNode>(graph.Nodes.Count);
        foreach (var node in Enumerable.Reverse(graph.Nodes))
        {
            if (!node.Outputs.Any(needed.Contains)) continue;
            needed.UnionWith(node.Needs);
            kept.Add(node);
        }

        kept.Reverse();
        graph.Nodes = kept;
    }
}
