using Gannet.Detection.Images;
using Gannet.Runtime.Format;
using Gannet.Torch;

namespace Gannet.Detection.Export;

/// <summary>The graph of a detector that is being exported; each stage adds its part.</summary>
/// <param name="graph">The nodes.</param>
/// <param name="network">Adds what modules compute.</param>
/// <param name="options">What is asked for.</param>
internal sealed class DetectorGraph(GraphBuilder graph, NetworkExport network, ExportOptions options)
{
    /// <summary>The nodes.</summary>
    public GraphBuilder Graph => graph;

    /// <summary>Adds what modules compute.</summary>
    public NetworkExport Network => network;

    /// <summary>What is asked for.</summary>
    public ExportOptions Options => options;

    /// <summary>Whether every shape is known when the graph is written.</summary>
    public bool IsFixed => options.Fixed is not null;

    /// <summary>Number of images, N: a scalar integer.</summary>
    public GraphValue Images { get; set; }

    /// <summary>The smaller of a number and the length of a dimension: a list of one integer.</summary>
    /// <param name="limit">The number.</param>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">Its dimension.</param>
    /// <param name="length">The dimension's length where shapes are fixed.</param>
    public GraphValue AtMost(int limit, GraphValue x, int axis, int length) =>
        IsFixed ? graph.Integers(Math.Min(limit, length)) : graph.Least(graph.Integers(limit), graph.Shape(x, axis, axis + 1));

    /// <summary>Tensors like those that a part of the network will be given, of several lengths: to trace it with.</summary>
    /// <param name="rows">The first dimension where shapes are fixed.</param>
    /// <param name="shape">The other dimensions.</param>
    /// <param name="format">Their memory order.</param>
    public Tensor[] Samples(int rows, ReadOnlySpan<long> shape, MemoryFormat format = MemoryFormat.Contiguous)
    {
        long[] lengths = IsFixed ? [rows] : [2, 3, 5];
        var samples = new Tensor[lengths.Length];
        for (var k = 0; k < samples.Length; k++)
            samples[k] = Tensor.Empty([lengths[k], .. shape], memoryFormat: format).UniformInPlace(0, 1);
        return samples;
    }
}
