namespace Gannet.Detection.Tests.RoiPooling;

/// <summary>One call of a pooling operator in the fixtures: its settings, <c>[R, C, S, S]</c> output and <c>[N, C, H, W]</c> gradient.</summary>
internal sealed record PoolingCase(
    string Operator, int Channels, int Size, float Scale, int Sampling, bool Aligned, int Height, int Width, float[] Output, float[] Gradient);
