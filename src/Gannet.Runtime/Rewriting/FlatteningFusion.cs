using Gannet.Runtime.Graphs;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Rewriting;

/// <summary>Lets a fully connected layer read maps as they are: it is a convolution as large as the map, for which channels need not come first.</summary>
internal static class FlatteningFusion
{
    public static void Apply(Graph graph)
    {
        var (chains, size) = (new Chains(graph), RegionSize(graph));
        foreach (var node in graph.Nodes)
        {
            if (node is not { OpType: "Gemm", Inputs: [var rows, var weights, ..] } || node.Attributes.Flag("transA")) continue;
            if (graph.Constants.GetValueOrDefault(weights) is not { Type: OnnxElementType.Float, Rank: 2 }) continue;
            if (chains.OnlyFor(rows, "Flatten") is not { } flatten || flatten.Attributes.Integer("axis", 1) != 1) continue;
            node.Inputs = [flatten.Inputs[0], .. node.Inputs[1..]];
            (node.FlattensInput, node.FlattenedSize) = (true, size);
        }

        UnusedNodes.Remove(graph);
    }

    // Layers that read maps read pooled regions, as a rule, which have one size in a detector.
    private static (int, int)? RegionSize(Graph graph)
    {
        var sizes = graph.Nodes.Where(static node => node.OpType == "RoiAlign")
            .Select(static node => (node.Attributes.Int32("output_height", 1), node.Attributes.Int32("output_width", 1))).Distinct().ToArray();
        return sizes is [var only] ? only : null;
    }
}
