namespace Gannet.Detection.RoiHeads;

/// <summary>What is kept as a detection.</summary>
public sealed record DetectionOptions
{
    /// <summary>Less probable ones are dropped.</summary>
    public float ScoreThreshold { get; init; } = 0.05f;

    /// <summary>IoU above which the better of two detections of a class removes the other.</summary>
    public double NmsThreshold { get; init; } = 0.5;

    /// <summary>Whether a region can be of its most probable class only; else it may be a detection of each class.</summary>
    /// <value>False, which average precision rewards; matterport's true.</value>
    public bool BestClassOnly { get; init; }

    /// <summary>Whether a detection also removes those of other classes.</summary>
    /// <value>False; RFCN-tensorflow's true loses a rider on a horse.</value>
    public bool AcrossClasses { get; init; }

    /// <summary>Detections kept of each picture.</summary>
    public int PerImage { get; init; } = 100;

    /// <summary>Detections with a shorter side are dropped, in pixels of the input.</summary>
    public float MinSize { get; init; } = 0.01f;

    /// <summary>Whether detection runs in torchvision's own order of operations instead of a faster one.</summary>
    /// <value>
    /// False: norms are folded into convolutions and memory is channels-last, which changes the last bits of the features. True gives
    /// the reference's features bit for bit on the same libtorch, for networks whose boxes hang on the last bits.
    /// </value>
    public bool ReferenceArithmetic { get; init; }
}
