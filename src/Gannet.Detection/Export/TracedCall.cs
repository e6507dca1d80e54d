using Gannet.Runtime.Format;
using Gannet.Torch;

namespace Gannet.Detection.Export;

/// <summary>One call of a traced network, in all samples.</summary>
/// <param name="network">Writes constants.</param>
/// <param name="graph">The graph.</param>
/// <param name="calls">The call in each sample.</param>
/// <param name="shapes">Shapes of all values in each sample.</param>
/// <param name="values">The values in the graph, as far as they are written.</param>
internal sealed class TracedCall(NetworkExport network, GraphBuilder graph, RecordedCall[] calls, List<long[]>[] shapes, GraphValue[] values)
{
    /// <summary>The operator, such as <c>aten::conv2d</c>.</summary>
    public string Operator => calls[0].Operator;

    /// <summary>Number of results.</summary>
    public int Results => calls[0].Results.Length;

    /// <summary>Whether an optional argument was given.</summary>
    public bool Has(int argument) => calls[0].Arguments[argument] is not null;

    /// <summary>A tensor argument; <see cref="GraphValue.None"/> if it was not given.</summary>
    public GraphValue Value(int argument) => ValueOf((Operand?)calls[0].Arguments[argument]);

    /// <summary>An argument that is a list of tensors.</summary>
    public GraphValue[] Values(int argument) => Array.ConvertAll((Operand?[])calls[0].Arguments[argument]!, ValueOf);

    /// <summary>An integer that is the same in all samples.</summary>
    public long Integer(int argument) => Fixed([.. calls.Select(c => (long)c.Arguments[argument]!)]);

    /// <summary>Integers that are the same in all samples.</summary>
    public long[] Integers(int argument) => [.. PerSample(argument).Select(Fixed)];

    /// <summary>A real number; <paramref name="absent"/> if it was not given.</summary>
    public double Number(int argument, double absent = 0) => calls[0].Arguments[argument] switch
    {
        null => absent,
        Scalar scalar => scalar.ToDouble(),
        double number => number,
        var other => Convert.ToDouble(other, System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>A flag.</summary>
    public bool Flag(int argument) => calls[0].Arguments[argument] is true;

    /// <summary>The argument itself.</summary>
    public object? Raw(int argument) => calls[0].Arguments[argument];

    /// <summary>Number of dimensions of a tensor argument.</summary>
    public int Rank(int argument) => ShapeOf(argument, 0).Length;

    /// <summary>An axis of a tensor argument, counted from the front.</summary>
    public int Axis(int argument, long axis) => (int)(axis < 0 ? axis + Rank(argument) : axis);

    /// <summary>The shape of a tensor argument in one sample.</summary>
    public long[] ShapeOf(int argument, int sample)
    {
        var operand = (Operand)calls[sample].Arguments[argument]!;
        return operand.Constant?.Shape ?? shapes[sample][operand.Number];
    }

    /// <summary>The shape of a result in one sample.</summary>
    public long[] ResultShape(int result, int sample) => shapes[sample][calls[sample].Results[result]];

    /// <summary>An integer in each sample.</summary>
    public long[] PerSampleInteger(int argument) => [.. calls.Select(c => (long)c.Arguments[argument]!)];

    /// <summary>A list of integers as a tensor in the graph; those that differ between samples are lengths of other values.</summary>
    public GraphValue Lengths(int argument)
    {
        var parts = PerSample(argument);
        return parts.All(static p => p.Distinct().Count() == 1)
            ? graph.Integers([.. parts.Select(static p => p[0])])
            : graph.Concat(0, [.. parts.Select(LengthOf)]);
    }

    /// <summary>An integer of each sample as a list of one integer in the graph.</summary>
    /// <exception cref="NotSupportedException">It differs between samples and is no value's length.</exception>
    public GraphValue LengthOf(long[] perSample)
    {
        if (perSample.Distinct().Count() == 1) return graph.Integers(perSample[0]);
        // The nearest value before the call: what a network sizes one map by, it has computed just before.
        for (var number = calls[0].Results[0] - 1; number >= 0; number--)
        {
            for (var axis = 0; axis < shapes[0][number].Length; axis++)
            {
                var isSame = true;
                for (var s = 0; s < perSample.Length; s++) isSame &= shapes[s][number][axis] == perSample[s];
                if (isSame) return graph.Shape(values[number], axis, axis + 1);
            }
        }

        throw new NotSupportedException($"{Operator}: {string.Join(", ", perSample)} depend on the picture's size in a way that no graph can state.");
    }

    private long[][] PerSample(int argument)
    {
        var lists = calls.Select(c => (long[]?)c.Arguments[argument] ?? []).ToArray();
        return [.. Enumerable.Range(0, lists[0].Length).Select(k => Array.ConvertAll(lists, list => list[k]))];
    }

    private long Fixed(long[] perSample) => perSample.Distinct().Count() == 1
        ? perSample[0]
        : throw new NotSupportedException($"{Operator}: an argument depends on the picture's size, which has no ONNX form.");

    private GraphValue ValueOf(Operand? operand) => operand switch
    {
        null => GraphValue.None,
        { Constant: { } constant } => network.Write(constant),
        _ => values[operand.Number],
    };
}
