namespace Gannet.Torch.Nn;

/// <summary>How activations are normalised after a convolution.</summary>
public enum NormKind
{
    /// <summary>Batch norm with fixed statistics and affine parameters: for pretrained weights and small batches.</summary>
    Frozen,

    /// <summary>Batch norm that learns: for training from scratch.</summary>
    Batch,

    /// <summary>Group norm, 32 groups: learns and does not depend on the batch.</summary>
    Group,
}

/// <summary>Which norm follows each convolution of a part.</summary>
public sealed record NormOptions
{
    /// <summary>The kind of norm.</summary>
    public NormKind Kind { get; init; } = NormKind.Frozen;

    /// <summary>Added to the variance.</summary>
    /// <value>1e-5, PyTorch's default. torchvision's published COCO ResNet-50 detectors were trained with 0.</value>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>Weight of a new batch in the running statistics.</summary>
    /// <value>.1, PyTorch's default.</value>
    public double Momentum { get; init; } = 0.1;

    /// <summary>Makes the norm for a layer with <paramref name="channels"/> outputs.</summary>
    public Norm Create(int channels) => Kind switch
    {
        NormKind.Frozen => new FrozenBatchNorm(channels, Epsilon),
        NormKind.Batch => new BatchNorm(channels, Epsilon, Momentum),
        NormKind.Group => new GroupNorm(channels, Epsilon),
        _ => throw new ArgumentOutOfRangeException(nameof(channels), Kind, "unknown norm"),
    };
}
