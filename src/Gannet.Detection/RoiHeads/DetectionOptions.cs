namespace Gannet.Detection.RoiHeads;

/// <summary>Which predictions are kept as detections.</summary>
public sealed record DetectionOptions
{
    /// <summary>Minimum probability of a detection.</summary>
    public float ScoreThreshold { get; init; } = 0.05f;

    /// <summary>IoU above which the better of two detections of the same class removes the other.</summary>
    public double NmsThreshold { get; init; } = 0.5;

    /// <summary>Whether a region gives only a detection of its most probable class; otherwise it can give one per class.</summary>
    /// <value>False, which favours average precision; true in matterport.</value>
    public bool BestClassOnly { get; init; }

    /// <summary>Whether a detection also removes those of other classes.</summary>
    /// <value>False; RFCN-tensorflow's true would lose a rider on a horse.</value>
    public bool AcrossClasses { get; init; }

    /// <summary>Maximum number of detections per image.</summary>
    public int PerImage { get; init; } = 100;

    /// <summary>Minimum side of a detection, in pixels of the input; smaller ones are dropped.</summary>
    public float MinSize { get; init; } = 0.01f;

    /// <summary>Whether detection uses torchvision's order of operations instead of a faster one.</summary>
    /// <value>
    /// False: norms are folded into convolutions and memory is channels-last, which changes the last bits of the features. True gives
    /// the reference's features bit for bit on the same libtorch, for networks whose boxes depend on the last bits.
    /// </value>
    public bool ReferenceArithmetic { get; init; }
}
