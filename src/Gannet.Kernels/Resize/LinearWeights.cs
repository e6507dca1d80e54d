namespace Gannet.Kernels.Resize;

/// <summary>For each output position, the two source positions it lies between and the weight of the second.</summary>
/// <remarks>
/// libtorch 1.13's arithmetic: the ratio of the lengths in float32, positions in float64. Positions in float32 would move a pixel's
/// value by up to 1e-4.
/// </remarks>
internal sealed class LinearWeights
{
    public LinearWeights(int sourceLength, int length)
    {
        (First, Second, Weight) = (new int[length], new int[length], new float[length]);
        for (var i = 0; i < length; i++) (First[i], Second[i], Weight[i]) = At(i, sourceLength, length);
    }

    public int[] First { get; }

    public int[] Second { get; }

    public float[] Weight { get; }

    public static (int First, int Second, float Weight) At(int position, int sourceLength, int length)
    {
        // Half-pixel centres, clamped to the source at both ends. If the length is unchanged, values are copied.
        if (sourceLength == length) return (position, position, 0);
        var source = Math.Max(0, (double)((float)sourceLength / length) * (position + 0.5) - 0.5);
        var first = Math.Min((int)source, sourceLength - 1);
        return (first, Math.Min(first + 1, sourceLength - 1), (float)Math.Clamp(source - first, 0, 1));
    }
}
