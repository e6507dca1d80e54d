namespace Gannet.Torch.Distributed;

/// <summary>What the sums of gradients have cost this process so far.</summary>
public sealed class ReductionTally
{
    /// <summary>How many times all gradients were summed.</summary>
    public long Steps { get; private set; }

    /// <summary>Bytes of gradients that this process gave; what went over its network was 2 (N − 1) / N times as much for N processes.</summary>
    public long Bytes { get; private set; }

    /// <summary>Time in which at least one sum was under way.</summary>
    public TimeSpan UnderWay { get; private set; }

    /// <summary>The part of <see cref="UnderWay"/> that came after the backward pass, when this process could only wait.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>How much of <see cref="UnderWay"/> was hidden behind the backward pass, in [0, 1]; 0 if there was none.</summary>
    public double HiddenShare => UnderWay > TimeSpan.Zero ? Math.Clamp(1 - Waited / UnderWay, 0, 1) : 0;

    internal void Add(long bytes, TimeSpan underWay, TimeSpan waited)
    {
        Steps++;
        Bytes += bytes;
        UnderWay += underWay;
        Waited += waited;
    }
}
