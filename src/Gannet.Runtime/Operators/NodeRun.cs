using Gannet.Kernels.Simd;
using Gannet.Runtime.Graphs;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators;

/// <summary>The values of a graph while it runs, as the operator of one node after the other sees them.</summary>
internal sealed class NodeRun(GraphPlan plan, BufferPool pool, CancellationToken cancellation)
{
    private readonly Value?[] _slots = new Value?[plan.Slots];
    private GraphStep _step = null!;

    /// <summary>How kernels run.</summary>
    public static KernelPlan Kernels => KernelPlan.Best;

    public CancellationToken Cancellation => cancellation;

    /// <summary>Runs the whole graph; the caller owns the results.</summary>
    public Value[] Execute(ReadOnlySpan<Value> inputs)
    {
        foreach (var (slot, constant) in plan.Constants) _slots[slot] = constant;
        for (var k = 0; k < inputs.Length; k++) _slots[plan.Inputs[k]] = inputs[k];
        foreach (var step in plan.Steps)
        {
            cancellation.ThrowIfCancellationRequested();
            _step = step;
            try
            {
                step.Operator.Run(this);
            }
            catch (Exception e) when (NodeFailure.IsOfGraph(e))
            {
                throw NodeFailure.At(step.Label, e);
            }

            foreach (var slot in step.LastUses)
            {
                _slots[slot]?.Release();
                _slots[slot] = null;
            }
        }

        return Results();
    }

    // The slots hand over what they hold; a value that is two results is held twice.
    private Value[] Results()
    {
        var results = new Value[plan.Outputs.Count];
        for (var k = 0; k < results.Length; k++)
        {
            results[k] = _slots[plan.Outputs[k]] ?? throw new InvalidDataException("a result was not made");
            if (plan.Outputs.Take(k).Contains(plan.Outputs[k])) results[k].Retain();
        }

        return results;
    }

    public bool Has(int input) => input < _step.Inputs.Length && _step.Inputs[input] >= 0;

    public Value Any(int input) => Has(input) ? _slots[_step.Inputs[input]]! : throw new InvalidDataException($"input {input} is missing");

    /// <summary>An input in whatever layout it has.</summary>
    public Tensor Input(int input) => Any(input) as Tensor ?? throw new InvalidDataException($"input {input} is a sequence instead of a tensor");

    public TensorSequence Sequence(int input) => Any(input) as TensorSequence ?? throw new InvalidDataException($"input {input} is a tensor instead of a sequence");

    /// <summary>An input in row-major order.</summary>
    public Tensor RowMajor(int input) => InLayout(input, MapLayout.RowMajor);

    /// <summary>An input of four axes with channels last.</summary>
    public Tensor ChannelsLast(int input) => InLayout(input, MapLayout.ChannelsLast);

    /// <summary>An input in a layout. If it has another, it is converted, for all nodes that follow too.</summary>
    public Tensor InLayout(int input, MapLayout layout)
    {
        var tensor = Input(input);
        if (tensor.Layout == layout) return tensor;
        var converted = LayoutConversion.Convert(tensor, layout, pool);
        tensor.Release();
        _slots[_step.Inputs[input]] = converted;
        return converted;
    }

    /// <summary>A tensor in a layout; the caller owns the result.</summary>
    public Tensor Convert(Tensor tensor, MapLayout layout) =>
        tensor.Layout == layout ? tensor.View(tensor.Shape, layout) : LayoutConversion.Convert(tensor, layout, pool);

    public Tensor? OptionalRowMajor(int input) => Has(input) ? RowMajor(input) : null;

    /// <summary>The whole numbers in an input, such as a shape or axes.</summary>
    public long[] Integers(int input) => RowMajor(input) switch
    {
        { Type: OnnxElementType.Int64 } x => x.Elements<long>().ToArray(),
        { Type: OnnxElementType.Int32 } x => Array.ConvertAll(x.Elements<int>().ToArray(), static v => (long)v),
        var x => throw new InvalidDataException($"input {input} is {x} instead of whole numbers"),
    };

    /// <summary>The single whole number in an input.</summary>
    public long Integer(int input) => Integers(input) is [var only] ? only : throw new InvalidDataException($"input {input} is not one number");

    /// <summary>Memory for a result; its elements are undefined.</summary>
    public Tensor Rent(OnnxElementType type, int[] shape, MapLayout layout = MapLayout.RowMajor) => Tensor.Rent(pool, type, shape, layout);

    /// <summary>Memory for a result that may be written over an input, where each element is read before it is written.</summary>
    /// <remarks>Never over a tensor that is two inputs, such as values and indices in one: the other is still read.</remarks>
    public Tensor RentOver(int input, OnnxElementType type, int[] shape, MapLayout layout)
    {
        var slot = _step.Inputs[input];
        return _slots[slot] is Tensor { IsExclusive: true } over && over.Layout == layout && over.Type.Size() == type.Size()
            && over.Shape.AsSpan().SequenceEqual(shape) && _step.LastUses.Contains(slot) && _step.Inputs.AsSpan().Count(slot) == 1
                ? over.View(type, shape, layout)
                : Rent(type, shape, layout);
    }

    /// <summary>Sets a result, which the graph then owns.</summary>
    public void Set(int output, Value value)
    {
        if (output < _step.Outputs.Length && _step.Outputs[output] >= 0) _slots[_step.Outputs[output]] = value;
        else value.Release();
    }

    /// <summary>Whether a result is needed.</summary>
    public bool IsNeeded(int output) => output < _step.Outputs.Length && _step.Outputs[output] >= 0;

    /// <summary>Runs one of the node's own graphs, which sees values of this one; the caller owns the results.</summary>
    /// <param name="subgraph">The graph.</param>
    /// <param name="inputs">Its inputs; they stay the caller's.</param>
    public Value[] Run(Subgraph subgraph, params ReadOnlySpan<Value> inputs)
    {
        Value[] all = [.. inputs, .. _step.Inputs.Skip(subgraph.FirstCapture).Select(slot => _slots[slot]!)];
        if (all.Length != subgraph.Plan.Inputs.Count)
            throw new InvalidDataException($"an inner graph has {subgraph.Plan.Inputs.Count} inputs instead of {all.Length}");
        foreach (var value in all) value.Retain();
        return new NodeRun(subgraph.Plan, pool, cancellation).Execute(all);
    }
}
