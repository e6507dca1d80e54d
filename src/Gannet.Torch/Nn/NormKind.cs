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
