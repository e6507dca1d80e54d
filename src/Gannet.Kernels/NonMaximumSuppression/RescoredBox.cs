namespace Gannet.Kernels.NonMaximumSuppression;

/// <summary>A box that Soft-NMS kept, with the score it has left.</summary>
/// <param name="Position">Place of the box in the input.</param>
/// <param name="Score">Score after decay.</param>
public readonly record struct RescoredBox(int Position, float Score);
