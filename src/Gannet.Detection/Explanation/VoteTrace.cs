using Gannet.Torch;

namespace Gannet.Detection.Explanation;

/// <summary>The vote maps of a position-sensitive head, and the votes that regions read from them.</summary>
/// <param name="Size">Bins per side, S.</param>
/// <param name="Height">Rows of a map.</param>
/// <param name="Width">Columns of a map.</param>
/// <param name="Maps">One map per class and bin, background first, <c>[1 + C, S, S, Height, Width]</c>; of the finest level if there are several.</param>
/// <param name="Votes">The votes of each region, whose mean is its logit, <c>[R, 1 + C, S, S]</c>.</param>
public sealed record VoteTrace(int Size, int Height, int Width, float[] Maps, float[] Votes)
{
    private int Bins => Size * Size;

    private int Outputs => Maps.Length / (Bins * Height * Width);

    /// <summary>The map that a bin reads for a class.</summary>
    /// <param name="label">The class.</param>
    /// <param name="bin">The bin, row by row.</param>
    public ReadOnlySpan<float> MapOf(int label, int bin) => Maps.AsSpan(((label + 1) * Bins + bin) * Height * Width, Height * Width);

    /// <summary>The votes of a region's bins for a class, row by row.</summary>
    /// <param name="region">Index of the region.</param>
    /// <param name="label">The class.</param>
    public ReadOnlySpan<float> VotesOf(int region, int label) => Votes.AsSpan((region * Outputs + label + 1) * Bins, Bins);

    /// <remarks>Device sync.</remarks>
    internal static VoteTrace Of(Tensor maps, Tensor votes, int size) =>
        new(size, (int)maps.Shape[2], (int)maps.Shape[3], maps.ToArray<float>(), votes.ToArray<float>());
}
