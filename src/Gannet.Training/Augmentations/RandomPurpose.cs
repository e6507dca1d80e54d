namespace Gannet.Training.Augmentations;

/// <summary>What random numbers are drawn for.</summary>
public enum RandomPurpose
{
    /// <summary>The order of pictures in an epoch.</summary>
    Order,

    /// <summary>Mirroring and colours.</summary>
    Augmentation,

    /// <summary>Anchors and regions of a training step.</summary>
    Sampling,

    /// <summary>Anchors and regions of the validation loss.</summary>
    Validation,
}
