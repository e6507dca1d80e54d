namespace Gannet.Training.Augmentations;

/// <summary>What random numbers are used for.</summary>
public enum RandomPurpose
{
    /// <summary>The order of images in an epoch.</summary>
    Order,

    /// <summary>Mirroring and colours.</summary>
    Augmentation,

    /// <summary>Sampling of anchors and regions in a training step.</summary>
    Sampling,

    /// <summary>Sampling of anchors and regions for the validation loss.</summary>
    Validation,
}
