namespace Gannet.Detection.RoiHeads;

/// <summary>What a sum of losses is divided by.</summary>
public enum LossNormalizer
{
    /// <summary>The samples of the whole batch, foreground or not: every object weighs the same in every batch. torchvision's.</summary>
    Samples,

    /// <summary>The samples of each picture, then the pictures: kerod's. The same as <see cref="Samples"/> where all pictures give equally many.</summary>
    SamplesPerImage,

    /// <summary>The foreground samples of the batch: a box loss is then a mean, whose weight hangs on how many there are. matterport's.</summary>
    Positives,
}
