namespace Gannet.Detection.Backbones;

/// <summary>The depth of a densely connected network.</summary>
/// <param name="Layers">Layers in each of the four blocks.</param>
/// <param name="Growth">Channels added per layer.</param>
/// <param name="StemChannels">Channels after the first convolution.</param>
internal sealed record DenseNetLayout(int[] Layers, int Growth = 32, int StemChannels = 64)
{
    public static DenseNetLayout DenseNet121 { get; } = new([6, 12, 24, 16]);

    public static DenseNetLayout DenseNet169 { get; } = new([6, 12, 32, 32]);
}
