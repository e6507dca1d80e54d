namespace Gannet.Detection.Images;

/// <summary>How a picture is fitted into the network's input.</summary>
public enum ResizeMode
{
    /// <summary>Scaled by one factor, then padded to the right and below: no pixel is wasted that the batch does not need.</summary>
    Fit,

    /// <summary>Scaled up to the shorter side where the longer allows, then centred in a square of the longer side: matterport's letterbox.</summary>
    Square,

    /// <summary>Scaled to the shorter side, then cut about the centre to a multiple of the divisor: RFCN-tensorflow's; the rim is not seen.</summary>
    Crop,

    /// <summary>Not scaled, only padded.</summary>
    None,
}
