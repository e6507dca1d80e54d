using Gannet.Runtime.Graphs;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Rewriting;

/// <summary>Prepares a graph and those within it: what is known is computed, and neighbours are merged.</summary>
internal static class GraphRewriter
{
    /// <summary>Changes the graph; its results stay the same up to rounding.</summary>
    public static void Apply(Graph graph) => Apply(graph, new ConstantFolding(), static _ => null);

    private static void Apply(Graph graph, ConstantFolding folding, Func<string, Tensor?> outer)
    {
        folding.Apply(graph, outer);
        foreach (var inner in graph.Nodes.SelectMany(static node => node.Subgraphs.Values)) Apply(inner, folding, name => graph.Constants.GetValueOrDefault(name) ?? outer(name));
        UnusedNodes.Remove(graph);
        NormFolding.Apply(graph);
        HardSwishPattern.Apply(graph);
        OutputFusion.Apply(graph);
        FlatteningFusion.Apply(graph);
        RowScattering.Apply(graph);
    }
}
