namespace Gannet.Torch;

/// <summary>The memory order of a four-dimensional tensor; the numbers are libtorch's.</summary>
public enum MemoryFormat
{
    /// <summary>Row-major: for images N, C, H, W.</summary>
    Contiguous = 0,

    /// <summary>The format of the operand.</summary>
    Preserve = 1,

    /// <summary>N, H, W, C: the channels of one pixel lie together.</summary>
    ChannelsLast = 2,
}
