namespace Gannet.Runtime.Tensors;

/// <summary>The order of a tensor's elements in memory.</summary>
internal enum MapLayout
{
    /// <summary>The last axis varies fastest.</summary>
    RowMajor,

    /// <summary>A map of shape <c>[N, C, H, W]</c> whose channels vary fastest, as convolutions read it.</summary>
    ChannelsLast,
}
