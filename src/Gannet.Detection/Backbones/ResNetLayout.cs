namespace Gannet.Detection.Backbones;

/// <summary>The depth of a residual network.</summary>
/// <param name="Blocks">Blocks in each of the four stages.</param>
/// <param name="IsBottleneck">Whether a block is 1×1, 3×3, 1×1 with four times the channels at its output, instead of two 3×3.</param>
internal sealed record ResNetLayout(int[] Blocks, bool IsBottleneck)
{
    public static ResNetLayout ResNet18 { get; } = new([2, 2, 2, 2], false);

    public static ResNetLayout ResNet34 { get; } = new([3, 4, 6, 3], false);

    public static ResNetLayout ResNet50 { get; } = new([3, 4, 6, 3], true);

    public static ResNetLayout ResNet101 { get; } = new([3, 4, 23, 3], true);
}
