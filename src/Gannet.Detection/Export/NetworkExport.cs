using Gannet.Runtime.Format;
using Gannet.Torch;
using Gannet.Torch.Tracing;

namespace Gannet.Detection.Export;

/// <summary>Writes what modules compute into a graph: it runs them on samples of several sizes and records their operators.</summary>
/// <remarks>
/// The calls must be the same for every sample. An integer that differs between samples is the length of some value's dimension; it
/// becomes that length in the graph. With a single sample, all lengths are fixed.
/// </remarks>
/// <param name="graph">The graph.</param>
/// <param name="weights">State-dict names of the network's tensors.</param>
internal sealed class NetworkExport(GraphBuilder graph, IReadOnlyDictionary<Tensor, string> weights)
{
    private readonly Dictionary<Tensor, RecordedConstant> _constants = [];
    private readonly Dictionary<RecordedConstant, GraphValue> _written = new(ReferenceEqualityComparer.Instance);

    /// <summary>Adds the operators of a part of the network to the graph.</summary>
    /// <param name="part">The part.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <returns>Its results.</returns>
    /// <exception cref="NotSupportedException">An operator has no ONNX form, or the part decides by the numbers in its input.</exception>
    public TracedValue[] Trace(Func<Tensor[], Tensor[]> part, params TracedValue[] inputs)
    {
        var samples = inputs[0].Samples.Length;
        var recordings = new NetworkRecording[samples];
        var results = new Tensor[samples][];
        for (var k = 0; k < samples; k++)
        {
            recordings[k] = new NetworkRecording(weights, _constants);
            foreach (var input in inputs) recordings[k].AddInput(input.Samples[k]);
            using var usage = OperatorTrace.Use(recordings[k]);
            results[k] = part([.. inputs.Select(i => i.Samples[k])]);
        }

        RequireEqual(recordings);
        var values = new GraphValue[recordings[0].Shapes.Count];
        for (var k = 0; k < inputs.Length; k++) values[k] = inputs[k].Value;
        var calls = recordings[0].Calls;
        for (var k = 0; k < calls.Count; k++)
        {
            var call = new TracedCall(this, graph, [.. recordings.Select(r => r.Calls[k])], [.. recordings.Select(static r => r.Shapes)], values);
            graph.Section(SectionOf(calls, k));
            try
            {
                OperatorForms.Write(graph, call).CopyTo(values.AsSpan(calls[k].Results[0]));
            }
            catch (NotSupportedException error)
            {
                throw new NotSupportedException($"{SectionOf(calls, k)}: {error.Message}", error);
            }
        }

        return [.. results[0].Select((_, n) =>
        {
            Tensor[] own = [.. results.Select(r => r[n])];
            return new TracedValue(recordings[0].NumberOf(own[0]) is { } number ? values[number] : throw new NotSupportedException("A result does not depend on the input."), own);
        })];
    }

    /// <summary>A constant in the graph; weights keep their names.</summary>
    public GraphValue Write(RecordedConstant constant)
    {
        if (_written.TryGetValue(constant, out var known)) return known;
        return _written[constant] = constant.Elements is long[] integers
            ? graph.Constant<long>(integers, constant.Shape, constant.Name)
            : graph.Constant<float>((float[])constant.Elements, constant.Shape, constant.Name);
    }

    // Named after the weights that were read last: the layer that a node belongs to.
    private static string SectionOf(List<RecordedCall> calls, int index)
    {
        for (var k = index; k >= 0; k--)
        {
            var name = calls[k].Arguments.OfType<Operand>().Select(static o => o.Constant?.Name).FirstOrDefault(static n => n is not null);
            if (name is not null) return name.LastIndexOf('.') is > 0 and var dot ? name[..dot] : name;
        }

        return "";
    }

    private static void RequireEqual(NetworkRecording[] recordings)
    {
        var first = recordings[0].Calls;
        foreach (var other in recordings.Skip(1))
        {
            for (var k = 0; k < Math.Max(first.Count, other.Calls.Count); k++)
            {
                if (k < first.Count && k < other.Calls.Count && IsEqual(first[k], other.Calls[k])) continue;
                var where = SectionOf(first, Math.Min(k, first.Count - 1));
                throw new NotSupportedException($"{where}: computes something else for pictures of another size or content, which a graph cannot do.");
            }
        }
    }

    private static bool IsEqual(RecordedCall a, RecordedCall b) =>
        a.Operator == b.Operator && a.Results.AsSpan().SequenceEqual(b.Results) && a.Arguments.Zip(b.Arguments).All(static pair => (pair.First, pair.Second) switch
        {
            (Operand x, Operand y) => x == y,
            (Operand?[] x, Operand?[] y) => x.AsSpan().SequenceEqual(y),
            (long[] x, long[] y) => x.Length == y.Length, // lengths may differ
            (long, long) => true,
            (Scalar x, Scalar y) => x.ToDouble() == y.ToDouble(),
            var (x, y) => Equals(x, y),
        });
}
