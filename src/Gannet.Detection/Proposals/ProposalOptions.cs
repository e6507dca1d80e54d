using Gannet.Detection.Boxes;
using Gannet.Kernels.Matching;

namespace Gannet.Detection.Proposals;

/// <summary>The first stage: which anchors may contain an object.</summary>
public sealed record ProposalOptions
{
    /// <summary>The source of regions; <c>proposals=random</c> is short for <c>proposals.kind=random</c>.</summary>
    public ProposalKind Kind { get; init; } = ProposalKind.Rpn;

    /// <summary>Number of 3×3 convolutions before the predictions.</summary>
    public int HiddenLayers { get; init; } = 1;

    /// <summary>Channels of those convolutions; null for as many as the input has.</summary>
    /// <value>Null, as in torchvision; the Faster R-CNN paper uses 512 with VGG.</value>
    public int? Width { get; init; }

    /// <summary>Whether each of them is a depthwise 3×3 and a pointwise 1×1 convolution.</summary>
    public bool Separable { get; init; }

    /// <summary>Whether a ReLU follows each of them.</summary>
    /// <value>True; kerod and the notebook omit it, so that two linear layers act as one.</value>
    public bool HiddenRelu { get; init; } = true;

    /// <summary>Whether there are one or two logits per anchor.</summary>
    public ObjectnessKind Objectness { get; init; }

    /// <summary>Weights of the box deltas: x, y, width, height.</summary>
    /// <value>1; matterport divides by .1, .1, .2, .2, which means 10, 10, 5, 5.</value>
    public float[] BoxWeights { get; init; } = [1, 1, 1, 1];

    /// <summary>Number of best anchors per level that enter NMS in training.</summary>
    public int BeforeNmsTraining { get; init; } = 2000;

    /// <summary>Number of best anchors per level that enter NMS in detection.</summary>
    public int BeforeNms { get; init; } = 1000;

    /// <summary>Number of proposals kept per image in training.</summary>
    public int AfterNmsTraining { get; init; } = 2000;

    /// <summary>Number of proposals kept per image in detection.</summary>
    public int AfterNms { get; init; } = 1000;

    /// <summary>IoU above which the better of two proposals on the same level removes the other.</summary>
    public double NmsThreshold { get; init; } = 0.7;

    /// <summary>Proposals with a lower probability are dropped.</summary>
    public float ScoreThreshold { get; init; }

    /// <summary>Minimum side of a proposal, in pixels of the input; smaller ones are dropped.</summary>
    public float MinSize { get; init; } = 1e-3f;

    /// <summary>Whether <see cref="MinSize"/> is in pixels of the original image instead, as in simple-faster-rcnn.</summary>
    public bool MinSizeScaled { get; init; }

    /// <summary>Whether top anchors are selected, and NMS is applied, over all levels together instead of per level.</summary>
    /// <value>False, as in torchvision; true in matterport.</value>
    public bool LevelsTogether { get; init; }

    /// <summary>Whether anchors that cross the image's edge are left out of training.</summary>
    /// <value>False; true in the Faster R-CNN paper.</value>
    public bool InsideOnly { get; init; }

    /// <summary>The overlap measure for matching anchors with objects.</summary>
    public BoxOverlap Overlap { get; init; }

    /// <summary>Minimum IoU, or GIoU, of a foreground anchor.</summary>
    public float ForegroundIou { get; init; } = 0.7f;

    /// <summary>IoU, or GIoU, below which an anchor is background.</summary>
    public float BackgroundIou { get; init; } = 0.3f;

    /// <summary>Whether the best anchors of each object are foreground even if they overlap it little.</summary>
    public bool ForceBest { get; init; } = true;

    /// <summary>Anchors per image in the loss; null for all foreground and as much background as the fraction requires.</summary>
    public int? Samples { get; init; } = 256;

    /// <summary>Largest share of foreground among the samples.</summary>
    public double PositiveFraction { get; init; } = 0.5;

    /// <summary>Label smoothing ε: targets are 1 − ε and ε instead of 1 and 0.</summary>
    /// <value>0; RFCN-tensorflow uses .001.</value>
    public double LabelSmoothing { get; init; }

    /// <summary>Focal loss of objectness: the exponent γ that plays down anchors that are already right; 0 for cross-entropy.</summary>
    /// <value>0; RetinaNet (Lin et al. 2017) uses 2, over all anchors (samples: null needs no balance then).</value>
    public double FocalGamma { get; init; }

    /// <summary>Weight α of foreground in the focal loss, 1 − α of background.</summary>
    /// <value>.25, as in RetinaNet.</value>
    public double FocalAlpha { get; init; } = 0.25;

    /// <summary>Factor on the objectness loss.</summary>
    public double ClassWeight { get; init; } = 1;

    /// <summary>The loss of the boxes.</summary>
    public BoxLossOptions BoxLoss { get; init; } = new();

    /// <summary>Settings for a program's own part, by name; built-in parts do not read them.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }
}
