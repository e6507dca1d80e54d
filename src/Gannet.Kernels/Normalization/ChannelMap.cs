namespace Gannet.Kernels.Normalization;

/// <summary>What a norm does to the numbers of each channel: (x − mean) · scale + shift.</summary>
/// <param name="Mean"><c>[C]</c>.</param>
/// <param name="Scale"><c>[C]</c>: the weight divided by the root of the variance plus epsilon.</param>
/// <param name="Shift"><c>[C]</c>: the bias.</param>
/// <remarks>The mean is subtracted first: as part of the shift, a large mean would cost the result its last bits.</remarks>
public sealed record ChannelMap(float[] Mean, float[] Scale, float[] Shift);
