namespace Gannet.Kernels.Tests.RoiPooling;

/// <summary>One call of an operator: its settings, <c>[R, C, S, S]</c> output and <c>[N, C, H, W]</c> gradient.</summary>
internal sealed record RoiOperatorCase(
    int Channels, int Size, float Scale, int Sampling, bool Aligned, int Height, int Width, float[] Output, float[] Gradient);
