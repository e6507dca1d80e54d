// Shapes: weights [K, C, …], one factor and one offset for each of K channels.
using Gannet.Runtime.Graphs;
using Gannet.Runtime.Operators.Normalization;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Rewriting;

/// <summary>Multiplies normalization, and constant factors and offsets of channels, into the weights of the convolution before them.</summary>
internal static class NormFolding
{
    public static void Apply(Graph graph)
    {
        var chains = new Chains(graph);
        var nodes = new List<GraphNode>(graph.Nodes.Count);
        foreach (var node in graph.Nodes)
        {
            if (!TryFold(graph, chains, node)) nodes.Add(node);
        }

        graph.Nodes = nodes;
    }

    private static bool TryFold(Graph graph, Chains chains, GraphNode node)
    {
        if (node.OpType is not ("BatchNormalization" or "Mul" or "Add") || node.Inputs.Length < 2) return false;
        // A constant may be on either side of a product or sum.
        var from = node.OpType != "BatchNormalization" && graph.Constants.ContainsKey(node.Inputs[0]) ? 1 : 0;
        if (chains.OnlyFor(node.Inputs[from], "Conv") is not { } conv || WeightsOf(graph, conv) is not { } weights) return false;
        if (Affine(graph, node, 1 - from, weights.Shape[0], weights.Rank) is not var (factors, offsets)) return false;
        Rescale(graph, conv, weights, factors, offsets);
        chains.Absorb(conv, node);
        return true;
    }

    private static Tensor? WeightsOf(Graph graph, GraphNode conv) =>
        graph.Constants.GetValueOrDefault(conv.Inputs[1]) is { Type: OnnxElementType.Float, Rank: > 2 } weights
        && (!HasBias(conv) || graph.Constants.GetValueOrDefault(conv.Inputs[2]) is { Type: OnnxElementType.Float } bias && bias.Count == weights.Shape[0])
            ? weights
            : null;

    private static bool HasBias(GraphNode conv) => conv.Inputs is [_, _, { Length: > 0 }, ..];

    private static (float[] Factors, float[] Offsets)? Affine(Graph graph, GraphNode node, int constant, int channels, int rank)
    {
        if (node.OpType == "BatchNormalization")
        {
            var parts = node.Inputs.Skip(1).Select(name => graph.Constants.GetValueOrDefault(name)).ToArray();
            if (parts.Length != 4 || parts.Any(part => part is not { Type: OnnxElementType.Float } || part.Count != channels) || node.Attributes.Flag("training_mode"))
                return null;
            return BatchNormalization.Affine(parts[0]!.Elements<float>(), parts[1]!.Elements<float>(), parts[2]!.Elements<float>(), parts[3]!.Elements<float>(),
                node.Attributes.Number("epsilon", 1e-5f));
        }

        if (graph.Constants.GetValueOrDefault(node.Inputs[constant]) is not { Type: OnnxElementType.Float } value || PerChannel(value, channels, rank) is not { } numbers)
            return null;
        return node.OpType == "Mul" ? (numbers, new float[channels]) : ([.. Enumerable.Repeat(1f, channels)], numbers);
    }

    // One number, or [K, 1, …] with or without an axis of length 1 in front.
    private static float[]? PerChannel(Tensor value, int channels, int rank)
    {
        if (value.Rank > rank) return null;
        if (value.Count == 1) return [.. Enumerable.Repeat(value.Elements<float>()[0], channels)];
        var axis = value.Rank - (rank - 1);
        return axis >= 0 && value.Shape[axis] == channels && value.Count == channels ? value.Elements<float>().ToArray() : null;
    }

    private static void Rescale(Graph graph, GraphNode conv, Tensor weights, float[] factors, float[] offsets)
    {
        var rescaled = Tensor.Unpooled(OnnxElementType.Float, weights.Shape);
        var from = weights.Elements<float>();
        var to = rescaled.Elements<float>();
        var filter = weights.Count / factors.Length;
        for (var k = 0; k < to.Length; k++) to[k] = from[k] * factors[k / filter];
        var bias = HasBias(conv) ? graph.Constants[conv.Inputs[2]].Elements<float>().ToArray() : new float[factors.Length];
        for (var k = 0; k < bias.Length; k++) bias[k] = bias[k] * factors[k] + offsets[k];
        // Other convolutions may share the constants, so these are new ones. No value of a file has a line break in its name.
        var (weightName, biasName) = ($"{conv.Outputs[0]}\nweights", $"{conv.Outputs[0]}\nbias");
        (graph.Constants[weightName], graph.Constants[biasName]) = (rescaled, Tensor.Of(bias, bias.Length));
        conv.Inputs = [conv.Inputs[0], weightName, biasName];
    }
}
