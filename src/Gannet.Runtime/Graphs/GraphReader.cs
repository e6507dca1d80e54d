using Gannet.Runtime.Format;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Graphs;

/// <summary>Turns the graph of a file into one that can be rewritten, and checks its wiring.</summary>
/// <param name="opset">The version of the operators.</param>
/// <param name="largeData">Raw numbers of a constant that were read separately.</param>
internal sealed class GraphReader(int opset, Func<TensorProto, PooledBuffer?> largeData)
{
    // Exporters nest two or three graphs; each level takes some stack.
    private const int MostLevels = 32;

    private static readonly HashSet<string> s_standardDomains = ["", "ai.onnx"];

    /// <summary>Reads the graph and those within its nodes.</summary>
    /// <param name="proto">The graph.</param>
    /// <param name="outer">Names that the graph around it defines.</param>
    /// <param name="level">Number of graphs around it.</param>
    /// <exception cref="InvalidDataException">A value is used before it is made or made twice, or a part cannot be read.</exception>
    public Graph Read(GraphProto proto, IReadOnlySet<string> outer, int level = 0)
    {
        if (level == MostLevels) throw new InvalidDataException($"graphs are nested more than {MostLevels} levels deep");
        var constants = Initializers(proto);
        var graph = new Graph
        {
            // Files of early versions list constants among the inputs.
            Inputs = [.. proto.Input.Select(static input => input.Name).Where(name => !constants.ContainsKey(name))],
            Outputs = [.. proto.Output.Select(static output => output.Name)],
            OutputInfos = [.. proto.Output.Select(static output => output.Type?.TensorType is null ? null : ModelReader.Describe(output))],
        };
        foreach (var (name, constant) in constants) graph.Constants.Add(name, constant);
        var known = new HashSet<string>(outer);
        var own = new HashSet<string>();
        foreach (var name in graph.Inputs.Concat(constants.Keys)) Define(name, known, own);
        foreach (var node in InOrder(proto, known)) graph.Nodes.Add(Read(node, known, own, level));
        foreach (var output in graph.Outputs)
        {
            if (!known.Contains(output)) throw new InvalidDataException($"no node makes the output '{output}'");
        }

        return graph;
    }

    private GraphNode Read(NodeProto proto, HashSet<string> known, HashSet<string> own, int level)
    {
        var attributes = NodeAttributes.Of(proto.Attribute);
        if (!s_standardDomains.Contains(proto.Domain))
            throw new InvalidDataException($"node '{proto.Name}' has an operator of another domain: '{proto.Domain}.{proto.OpType}'");
        var node = new GraphNode(proto.OpType, proto.Name, opset, [.. proto.Input], [.. proto.Output], attributes)
        {
            Subgraphs = attributes.Graphs().ToDictionary(static g => g.Name, g => Read(g.Graph, known, level + 1)),
        };
        foreach (var output in proto.Output.Where(static name => name.Length > 0)) Define(output, known, own);
        return node;
    }

    private static void Define(string name, HashSet<string> known, HashSet<string> own)
    {
        if (name.Length == 0) throw new InvalidDataException("an input has no name");
        if (!own.Add(name)) throw new InvalidDataException($"the value '{name}' is made twice");
        known.Add(name);
    }

    private Dictionary<string, Tensor> Initializers(GraphProto proto)
    {
        var constants = new Dictionary<string, Tensor>();
        foreach (var initializer in proto.Initializer)
        {
            try
            {
                if (!constants.TryAdd(initializer.Name, TensorReader.Read(initializer, largeData(initializer)))) throw new InvalidDataException("it occurs twice");
            }
            catch (InvalidDataException e)
            {
                throw new InvalidDataException($"initializer '{initializer.Name}': {e.Message}", e);
            }
        }

        return constants;
    }

    // ONNX asks for nodes in the order in which they can run; some tools write them in another.
    private static List<NodeProto> InOrder(GraphProto proto, HashSet<string> known)
    {
        var makers = Makers(proto);
        var (missing, users) = (new int[proto.Node.Count], new List<int>?[proto.Node.Count]);
        var ready = new PriorityQueue<int, int>();
        for (var k = 0; k < proto.Node.Count; k++)
        {
            foreach (var name in Needs(proto.Node[k]).Where(name => !known.Contains(name)).Distinct())
            {
                if (!makers.TryGetValue(name, out var maker)) throw new InvalidDataException($"{Label(proto.Node[k])} needs '{name}', which nothing makes");
                missing[k]++;
                (users[maker] ??= []).Add(k);
            }

            if (missing[k] == 0) ready.Enqueue(k, k);
        }

        var order = new List<NodeProto>(proto.Node.Count);
        while (ready.TryDequeue(out var next, out _))
        {
            order.Add(proto.Node[next]);
            foreach (var user in users[next] ?? [])
            {
                if (--missing[user] == 0) ready.Enqueue(user, user);
            }
        }

        if (order.Count == proto.Node.Count) return order;
        var stuck = proto.Node[Array.FindIndex(missing, static count => count > 0)];
        throw new InvalidDataException($"{Label(stuck)} is part of a cycle, or behind one, through '{Needs(stuck).First(name => !known.Contains(name))}'");
    }

    private static Dictionary<string, int> Makers(GraphProto proto)
    {
        var makers = new Dictionary<string, int>();
        for (var k = 0; k < proto.Node.Count; k++)
        {
            foreach (var output in proto.Node[k].Output) makers.TryAdd(output, k);
        }

        return makers;
    }

    private static string Label(NodeProto node) => $"node '{node.Name}' ({node.OpType})";

    // What graphs within a node need is checked when they are read; here they must only not come too early.
    private static IEnumerable<string> Needs(NodeProto node) => node.Input.Where(static name => name.Length > 0);
}
