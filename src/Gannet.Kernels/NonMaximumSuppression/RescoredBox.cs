namespace Gannet.Kernels.NonMaximumSuppression;

/// <summary>A box that Soft-NMS kept, with its remaining score.</summary>
/// <param name="Position">Index of the box in the input.</param>
/// <param name="Score">Score after decay.</param>
public readonly record struct RescoredBox(int Position, float Score);
