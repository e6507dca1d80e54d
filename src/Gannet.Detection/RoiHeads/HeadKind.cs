namespace Gannet.Detection.RoiHeads;

/// <summary>Names the second stage: a built-in one, or one that a program adds to <see cref="DetectorParts"/>.</summary>
/// <param name="Name">The name used in options.</param>
public readonly record struct HeadKind(string Name) : IPartName<HeadKind>
{
    /// <summary>Two fully connected layers.</summary>
    public static HeadKind FullyConnected { get; } = new("fully_connected");

    /// <summary>Convolutions with norm, then one fully connected layer.</summary>
    public static HeadKind Convolutional { get; } = new("convolutional");

    /// <summary>A convolution as large as the pooled region, then a 1×1 convolution, each with norm and ReLU, as in matterport.</summary>
    public static HeadKind FullSizeConvolution { get; } = new("full_size_convolution");

    /// <summary>Position-sensitive maps whose pooled bins are averaged: R-FCN.</summary>
    public static HeadKind PositionSensitive { get; } = new("position_sensitive");

    /// <summary>No second stage: detections are the proposals.</summary>
    public static HeadKind None { get; } = new("none");

    /// <inheritdoc/>
    public static HeadKind Named(string name) => new(name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
