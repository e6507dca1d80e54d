using Gannet.Runtime.Graphs;

namespace Gannet.Runtime.Rewriting;

/// <summary>Recognizes x · HardSigmoid(x), as which exporters write HardSwish for old versions.</summary>
internal static class HardSwishPattern
{
    public static void Apply(Graph graph)
    {
        var chains = new Chains(graph);
        for (var k = 0; k < graph.Nodes.Count; k++)
        {
            if (graph.Nodes[k] is not { OpType: "Mul", Inputs: [var a, var b] } product) continue;
            if (!IsGate(chains, b, a) && !IsGate(chains, a, b)) continue;
            var x = IsGate(chains, b, a) ? a : b;
            graph.Nodes[k] = new("HardSwish", product.Name, product.Opset, [x], product.Outputs, NodeAttributes.None);
        }

        UnusedNodes.Remove(graph);
    }

    private static bool IsGate(Chains chains, string value, string x) =>
        chains.OnlyFor(value, "HardSigmoid") is { Inputs: [var input] } gate && input == x
        && Math.Abs(gate.Attributes.Number("alpha", 0.2f) - 1f / 6) < 1e-6f && gate.Attributes.Number("beta", 0.5f) == 0.5f;
}
