using Gannet.Runtime.Operators;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Graphs;

/// <summary>Gives every value of a graph a slot and every node its operator.</summary>
internal sealed class GraphCompiler
{
    private readonly Graph _graph;
    private readonly GraphCompiler? _outer;
    private readonly Dictionary<string, int> _slots = [];
    private readonly Dictionary<string, Tensor> _constants = [];
    private readonly Dictionary<string, int> _uses;
    private readonly Dictionary<object, object> _shared;

    private GraphCompiler(Graph graph, GraphCompiler? outer) =>
        (_graph, _outer, _uses, _shared) = (graph, outer, graph.Uses(), outer?._shared ?? []);

    /// <summary>Compiles a graph that stands alone.</summary>
    /// <exception cref="InvalidDataException">An operator is unknown or its attributes are wrong.</exception>
    public static GraphPlan Compile(Graph graph) => new GraphCompiler(graph, null).Compile([]);

    private GraphPlan Compile(IReadOnlyList<string> captures)
    {
        int[] inputs = [.. _graph.Inputs.Concat(captures).Select(NewSlot)];
        var steps = _graph.Nodes.ConvertAll(Step);
        int[] outputs = [.. _graph.Outputs.Select(SlotOf)];
        return new(_slots.Count, [.. _constants.Select(c => (_slots[c.Key], c.Value))], inputs, WithLastUses(steps, outputs), outputs);
    }

    private GraphStep Step(GraphNode node)
    {
        string[] captures = [.. node.Captures.Where(name => Constant(name) is null)];
        var definition = new NodeDefinition(node, Constant, name => Inner(node, name, captures), _shared);
        try
        {
            var runs = OperatorTable.Create(definition);
            definition.Close();
            var inputs = node.Inputs.Select((name, k) => definition.IsTaken(k) ? -1 : SlotOf(name));
            var step = new GraphStep(node.Label, runs, [.. inputs, .. captures.Prepend(node.MergedInput).Select(SlotOf)], [.. node.Outputs.Select(NewSlot)], []);
            // What was packed need not wait in memory until the rest is.
            foreach (var name in node.Needs)
            {
                if (_uses.TryGetValue(name, out var uses) && (_uses[name] = uses - 1) == 0) _graph.Constants.Remove(name);
            }

            return step;
        }
        catch (Exception e) when (NodeFailure.IsOfGraph(e))
        {
            throw NodeFailure.At(node.Label, e);
        }
    }

    // After the node's own inputs and its addend come the values that its graphs take from this one.
    private Subgraph Inner(GraphNode node, string attribute, string[] captures) => node.Subgraphs.TryGetValue(attribute, out var graph)
        ? new(new GraphCompiler(graph, this).Compile(captures), node.Inputs.Length + 1, graph.OutputInfos)
        : throw new InvalidDataException($"the attribute '{attribute}' is missing");

    private Tensor? Constant(string name) =>
        _graph.Constants.TryGetValue(name, out var constant) || _constants.TryGetValue(name, out constant) ? constant
        : _slots.ContainsKey(name) ? null
        : _outer?.Constant(name);

    private int NewSlot(string name)
    {
        if (name.Length == 0) return -1;
        var slot = _slots.Count;
        // An inner value may have the name of an outer one, which it hides.
        _slots[_slots.ContainsKey(name) ? $"{name}\n{slot}" : name] = slot;
        return slot;
    }

    // Constants get a slot when they are first used: those that were folded into others or packed by an operator take no memory.
    private int SlotOf(string name)
    {
        if (name.Length == 0) return -1;
        if (_slots.TryGetValue(name, out var slot)) return slot;
        var constant = Constant(name) ?? throw new InvalidDataException($"nothing makes '{name}'");
        _constants.Add(name, constant);
        return NewSlot(name);
    }

    private GraphStep[] WithLastUses(List<GraphStep> steps, int[] outputs)
    {
        var isKept = new bool[_slots.Count];
        foreach (var slot in outputs) isKept[slot] = true;
        foreach (var name in _constants.Keys) isKept[_slots[name]] = true;
        var planned = new GraphStep[steps.Count];
        for (var k = steps.Count - 1; k >= 0; k--)
        {
            var lastUses = new List<int>();
            foreach (var slot in steps[k].Inputs.Concat(steps[k].Outputs))
            {
                if (slot < 0 || isKept[slot]) continue;
                isKept[slot] = true;
                lastUses.Add(slot);
            }

            planned[k] = steps[k] with { LastUses = [.. lastUses] };
        }

        return planned;
    }
}
