namespace Gannet.Detection.RoiHeads;

/// <summary>The divisor of a sum of losses.</summary>
public enum LossNormalizer
{
    /// <summary>All samples of the batch, foreground or not: every object has the same weight in every batch. As in torchvision.</summary>
    Samples,

    /// <summary>The samples per image, then the images, as in kerod. Equals <see cref="Samples"/> if all have equally many.</summary>
    SamplesPerImage,

    /// <summary>The number of foreground samples in the batch: the box loss is then a mean over them. As in matterport.</summary>
    Positives,
}
