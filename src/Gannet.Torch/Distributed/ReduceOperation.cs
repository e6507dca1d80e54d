namespace Gannet.Torch.Distributed;

/// <summary>What an all-reduce makes of the processes' elements; the numbers are c10d's.</summary>
public enum ReduceOperation
{
    /// <summary>The sum.</summary>
    Sum = 0,

    /// <summary>The smallest.</summary>
    Min = 3,

    /// <summary>The largest.</summary>
    Max = 4,
}
