namespace Gannet.Kernels.Sampling;

/// <summary>The boxes of one image that take part in a training step.</summary>
/// <param name="Positive">Indices of foreground boxes.</param>
/// <param name="Negative">Indices of background boxes.</param>
public sealed record BoxSample(int[] Positive, int[] Negative)
{
    /// <summary>Number of boxes drawn.</summary>
    public int Count => Positive.Length + Negative.Length;
}
