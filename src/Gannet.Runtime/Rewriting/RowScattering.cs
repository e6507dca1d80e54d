using Gannet.Runtime.Graphs;

namespace Gannet.Runtime.Rewriting;

/// <summary>Lets a scattering along the first axis repeat its indices itself, without writing them out.</summary>
internal static class RowScattering
{
    public static void Apply(Graph graph)
    {
        var chains = new Chains(graph);
        foreach (var node in graph.Nodes)
        {
            if (node is not { OpType: "ScatterElements", MergedInput: "", Inputs: [var data, var indices, var updates] } || node.Attributes.Integer("axis", 0) != 0
                || node.Attributes.Text("reduction", "none") != "none") continue;
            if (chains.OnlyFor(indices, "Expand") is not { Inputs: [var rows, var shape] }) continue;
            node.Inputs = [data, rows, updates];
            node.MergedInput = shape;
        }

        UnusedNodes.Remove(graph);
    }
}
