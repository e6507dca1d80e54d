namespace Gannet.Detection.Images;

/// <summary>How an image is fitted into the network's input.</summary>
public enum ResizeMode
{
    /// <summary>Scaled by one factor, then padded to the right and below, only as far as the batch needs.</summary>
    Fit,

    /// <summary>Scaled up to MinSize where MaxSize allows, then centred in a square of MaxSize: matterport's letterbox.</summary>
    Square,

    /// <summary>Scaled to MinSize by the shorter side, then centre-cropped to a multiple of the divisor, as in RFCN-tensorflow.</summary>
    Crop,

    /// <summary>Not scaled, only padded.</summary>
    None,
}
