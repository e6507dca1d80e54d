using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.RoiHeads;

/// <summary>The layers between pooled features and predictions.</summary>
public abstract class BoxHead : Module
{
    /// <summary>Number of output features.</summary>
    public abstract int Width { get; }

    /// <summary>The memory format that it expects of its input.</summary>
    public abstract MemoryFormat Format { get; }

    /// <summary>Maps <paramref name="pooled"/>, <c>[R, C, S, S]</c>, to <c>[R, Width]</c>.</summary>
    public abstract Tensor Forward(Tensor pooled);
}
