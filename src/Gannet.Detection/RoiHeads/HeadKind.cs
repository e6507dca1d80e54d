namespace Gannet.Detection.RoiHeads;

/// <summary>Names the second stage: one of Gannet's, or one that a program adds to <see cref="DetectorParts"/>.</summary>
/// <param name="Name">As options write it.</param>
public readonly record struct HeadKind(string Name) : IPartName<HeadKind>
{
    /// <summary>Two fully connected layers.</summary>
    public static HeadKind FullyConnected { get; } = new("fully_connected");

    /// <summary>Convolutions with norm, then one fully connected layer.</summary>
    public static HeadKind Convolutional { get; } = new("convolutional");

    /// <summary>A convolution as large as the pooled region, then one of 1×1, each with norm and ReLU: matterport's.</summary>
    public static HeadKind FullSizeConvolution { get; } = new("full_size_convolution");

    /// <summary>Position-sensitive maps whose pooled cells vote: R-FCN.</summary>
    public static HeadKind PositionSensitive { get; } = new("position_sensitive");

    /// <summary>No second stage: proposals are what is detected.</summary>
    public static HeadKind None { get; } = new("none");

    /// <inheritdoc/>
    public static HeadKind Named(string name) => new(name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
