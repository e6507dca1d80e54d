using Gannet.Runtime.Format;
using Gannet.Torch;

namespace Gannet.Detection.Export;

/// <summary>A tensor of the graph that is written, and what it is in each sample that the network is traced with.</summary>
/// <param name="Value">The tensor in the graph.</param>
/// <param name="Samples">Tensors of the same shape, apart from lengths that differ from picture to picture.</param>
internal sealed record TracedValue(GraphValue Value, Tensor[] Samples)
{
    /// <summary>The length of a dimension that is the same in all samples.</summary>
    public int Length(int axis) => (int)Samples[0].Shape[axis];
}
