using Gannet.Runtime.Graphs;
using Gannet.Runtime.Operators;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Rewriting;

/// <summary>Runs nodes whose inputs are all known once, when the file is loaded.</summary>
internal sealed class ConstantFolding
{
    // Larger results, and those of many nodes together, are left to each run: a small file must not ask for much memory when it is loaded.
    private const long MostBytes = 1 << 26, MostBytesOfAll = 1 << 28;

    private long _bytes;

    /// <summary>Replaces nodes by the constants that they make.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="outer">Looks up constants of the graph around it.</param>
    public void Apply(Graph graph, Func<string, Tensor?> outer)
    {
        var nodes = new List<GraphNode>(graph.Nodes.Count);
        foreach (var node in graph.Nodes)
        {
            if (!TryFold(graph, node, outer)) nodes.Add(node);
        }

        graph.Nodes = nodes;
    }

    private bool TryFold(Graph graph, GraphNode node, Func<string, Tensor?> outer)
    {
        if (_bytes > MostBytesOfAll || node.Subgraphs.Count > 0 || node.Outputs.Any(static output => output.Length == 0)) return false;
        var alone = new Graph { Inputs = [], Outputs = node.Outputs, Nodes = [node] };
        foreach (var name in node.Needs)
        {
            if ((graph.Constants.GetValueOrDefault(name) ?? outer(name)) is not { } constant) return false;
            alone.Constants[name] = constant;
        }

        try
        {
            var pool = new BufferPool(MostBytes);
            var results = new NodeRun(GraphCompiler.Compile(alone), pool, CancellationToken.None).Execute([]);
            if (!Array.TrueForAll(results, static result => result is Tensor)) return false;
            for (var k = 0; k < results.Length; k++)
            {
                var constant = Own((Tensor)results[k], pool);
                graph.Constants[node.Outputs[k]] = constant;
                _bytes += constant.Bytes.Length;
            }

            return true;
        }
        catch (InvalidDataException)
        {
            return false; // if the graph needs it, the error comes again with the node's name
        }
    }

    // A constant outlives the pool, and a run must not write over it.
    private static Tensor Own(Tensor tensor, BufferPool pool)
    {
        var rowMajor = tensor.Layout == MapLayout.RowMajor ? tensor : LayoutConversion.Convert(tensor, MapLayout.RowMajor, pool);
        var own = Tensor.Unpooled(tensor.Type, tensor.Shape);
        rowMajor.Bytes.CopyTo(own.Bytes);
        return own;
    }
}
