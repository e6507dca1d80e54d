using Gannet.Kernels.Convolution;
using Gannet.Runtime.Graphs;

namespace Gannet.Runtime.Rewriting;

/// <summary>Lets convolutions and products add a map and apply an activation before they write their sums.</summary>
internal static class OutputFusion
{
    public static void Apply(Graph graph)
    {
        var chains = new Chains(graph);
        var places = graph.Nodes.Select(static (node, place) => (node, place)).ToDictionary(static n => n.node, static n => n.place);
        var nodes = graph.Nodes.ToArray();
        for (var k = 0; k < nodes.Length; k++)
        {
            if (Fused(graph, chains, nodes[k]) is not { } layer) continue;
            // It moves to where all that it needs is known.
            nodes[places[layer]] = null!;
            nodes[k] = layer;
            places[layer] = k;
        }

        graph.Nodes = [.. nodes.Where(static node => node is not null)];
    }

    private static GraphNode? Fused(Graph graph, Chains chains, GraphNode node)
    {
        if (node.OpType == "Add" && node.Inputs is [var a, var b] && a != b)
        {
            foreach (var (value, other) in ((string, string)[])[(b, a), (a, b)])
            {
                if (chains.OnlyFor(value, "Conv") is not { Activation: OutputActivation.None, MergedInput: "" } conv || graph.Constants.ContainsKey(other))
                    continue;
                conv.MergedInput = other;
                chains.Absorb(conv, node);
                return conv;
            }
        }

        if (node.OpType is "Relu" or "HardSwish" && chains.OnlyFor(node.Inputs[0], "Conv", "Gemm") is { Activation: OutputActivation.None } layer)
        {
            layer.Activation = node.OpType == "Relu" ? OutputActivation.Relu : OutputActivation.HardSwish;
            chains.Absorb(layer, node);
            return layer;
        }

        return null;
    }
}
