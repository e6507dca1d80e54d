namespace Gannet.Detection;

/// <summary>The first stage: which anchors may show an object.</summary>
public sealed record ProposalOptions
{
    /// <summary>3×3 convolutions before the predictions.</summary>
    public int HiddenLayers { get; init; } = 1;

    /// <summary>Best anchors of each level that go into NMS in training.</summary>
    public int BeforeNmsTraining { get; init; } = 2000;

    /// <summary>Best anchors of each level that go into NMS in detection.</summary>
    public int BeforeNms { get; init; } = 1000;

    /// <summary>Proposals kept of each picture in training.</summary>
    public int AfterNmsTraining { get; init; } = 2000;

    /// <summary>Proposals kept of each picture in detection.</summary>
    public int AfterNms { get; init; } = 1000;

    /// <summary>IoU above which the better of two proposals of a level removes the other.</summary>
    public double NmsThreshold { get; init; } = 0.7;

    /// <summary>Proposals less probable than this are dropped.</summary>
    public float ScoreThreshold { get; init; }

    /// <summary>Proposals with a shorter side are dropped, in pixels of the input.</summary>
    public float MinSize { get; init; } = 1e-3f;

    /// <summary>IoU from which an anchor is foreground.</summary>
    public float ForegroundIou { get; init; } = 0.7f;

    /// <summary>IoU below which an anchor is background.</summary>
    public float BackgroundIou { get; init; } = 0.3f;

    /// <summary>Anchors of each picture in the loss.</summary>
    public int Samples { get; init; } = 256;

    /// <summary>Largest share of foreground among them.</summary>
    public double PositiveFraction { get; init; } = 0.5;

    /// <summary>Where smooth-L1 turns from square to straight.</summary>
    public double SmoothL1Beta { get; init; } = 1.0 / 9;
}
