namespace Gannet.Detection.RoiHeads;

/// <summary>Which predictions are kept as detections.</summary>
public sealed record DetectionOptions
{
    /// <summary>Minimum probability of a detection.</summary>
    public float ScoreThreshold { get; init; } = 0.05f;

    /// <summary>IoU above which the better of two detections of the same class removes the other.</summary>
    public double NmsThreshold { get; init; } = 0.5;

    /// <summary>Whether overlapping detections get a lower score instead of being removed; for crowded pictures.</summary>
    /// <value>None: the better detection removes the other. ONNX graphs with suppression cannot express the others.</value>
    public SoftNmsKind SoftNms { get; init; }

    /// <summary>Width σ of the Gaussian decay; larger values lower scores less. Only read by <see cref="SoftNmsKind.Gaussian"/>.</summary>
    /// <value>.5, as in the paper.</value>
    public float SoftNmsSigma { get; init; } = 0.5f;

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

    /// <summary>Side of the overlapping tiles in which larger images are looked at, in pixels of the image; 0 to look at the whole.</summary>
    /// <value>0. A model that was trained on tiles (training.tiles) needs the same here. ONNX graphs look at what they are given.</value>
    public int Tiles { get; init; }

    /// <summary>Whether detection uses torchvision's order of operations instead of a faster one.</summary>
    /// <value>
    /// False: norms are folded into convolutions and memory is channels-last, which changes the last bits of the features. True gives
    /// the reference's features bit for bit on the same libtorch, for networks whose boxes depend on the last bits.
    /// </value>
    public bool ReferenceArithmetic { get; init; }
}

/// <summary>What happens to a detection that a better one of its class overlaps (Bodla et al., 2017).</summary>
/// <remarks>A detection is dropped when its score falls to <see cref="DetectionOptions.ScoreThreshold"/>, or below .001 as in the paper's code.</remarks>
public enum SoftNmsKind
{
    /// <summary>It is removed if the IoU is above <see cref="DetectionOptions.NmsThreshold"/>.</summary>
    None,

    /// <summary>Its score is multiplied by 1 − IoU if the IoU is above <see cref="DetectionOptions.NmsThreshold"/>; the paper uses .3.</summary>
    Linear,

    /// <summary>Its score is multiplied by exp(−IoU² / σ), with <see cref="DetectionOptions.SoftNmsSigma"/>.</summary>
    Gaussian,
}
