using Gannet.Runtime.Operators.Shapes;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Control;

/// <summary>Runs a graph again and again: values go from one round to the next, others are collected along a new axis.</summary>
internal sealed class Loop(NodeDefinition definition) : IOperator
{
    private const int Rounds = 0, FirstCondition = 1, FirstState = 2;

    private readonly Subgraph _body = definition.Subgraph("body");

    public void Run(NodeRun node)
    {
        var rounds = node.Has(Rounds) ? node.Integer(Rounds) : long.MaxValue;
        var isGoing = !node.Has(FirstCondition) || Condition.IsTrue(node.RowMajor(FirstCondition));
        var states = new Value[Math.Max(0, definition.InputCount - FirstState)];
        for (var k = 0; k < states.Length; k++)
        {
            states[k] = node.Any(FirstState + k);
            states[k].Retain();
        }

        var collected = new List<Tensor>[Math.Max(0, _body.Plan.Outputs.Count - 1 - states.Length)];
        for (var k = 0; k < collected.Length; k++) collected[k] = [];
        for (var round = 0L; round < rounds && isGoing; round++)
        {
            node.Cancellation.ThrowIfCancellationRequested();
            var results = node.Run(_body, [Tensor.Of([round], []), Truth(isGoing), .. states]);
            if (results.Length < 1 + states.Length)
                throw new InvalidDataException($"the body has {results.Length} results, but {states.Length} values go from round to round");
            isGoing = Condition.IsTrue((Tensor)results[0]);
            results[0].Release();
            foreach (var state in states) state.Release();
            for (var k = 0; k < states.Length; k++) states[k] = results[k + 1];
            for (var k = 0; k < collected.Length; k++) collected[k].Add((Tensor)results[1 + states.Length + k]);
        }

        for (var k = 0; k < states.Length; k++) node.Set(k, states[k]);
        for (var k = 0; k < collected.Length; k++) node.Set(states.Length + k, Stack(node, collected[k], _body.OutputInfos[1 + states.Length + k]));
    }

    private static Tensor Truth(bool value)
    {
        var tensor = Tensor.Unpooled(OnnxElementType.Bool, []);
        tensor.Bytes[0] = value ? (byte)1 : (byte)0;
        return tensor;
    }

    private static Tensor Stack(NodeRun node, List<Tensor> rounds, OnnxValueInfo? info)
    {
        // After no round, only the file can tell what a round would have given.
        if (rounds.Count == 0)
            return node.Rent(info?.ElementType ?? OnnxElementType.Float, [0, .. (info?.Dimensions ?? []).Select(static dimension => dimension.Length ?? 0)]);
        var slices = rounds.ConvertAll(round =>
        {
            var rowMajor = node.Convert(round, MapLayout.RowMajor);
            round.Release();
            var slice = rowMajor.View([1, .. rowMajor.Shape]);
            rowMajor.Release();
            return slice;
        });
        var stack = Concat.Join(node, slices, 0);
        foreach (var slice in slices) slice.Release();
        return stack;
    }
}
