using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.RoiHeads;

/// <summary>The layers between pooled features and predictions.</summary>
public abstract class BoxHead : Module
{
    /// <summary>Features out.</summary>
    public abstract int Width { get; }

    /// <summary>The memory order in which it wants its input.</summary>
    public abstract MemoryFormat Format { get; }

    /// <summary>Maps <paramref name="pooled"/>, <c>[R, C, S, S]</c>, to <c>[R, Width]</c>.</summary>
    public abstract Tensor Forward(Tensor pooled);
}
