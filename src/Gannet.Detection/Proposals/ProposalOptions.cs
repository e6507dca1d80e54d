using Gannet.Detection.Boxes;
using Gannet.Kernels.Matching;

namespace Gannet.Detection.Proposals;

/// <summary>The first stage: which anchors may show an object.</summary>
public sealed record ProposalOptions
{
    /// <summary>Where regions come from; <c>proposals=random</c> is short for it.</summary>
    public ProposalKind Kind { get; init; } = ProposalKind.Rpn;

    /// <summary>3×3 convolutions before the predictions.</summary>
    public int HiddenLayers { get; init; } = 1;

    /// <summary>Channels of those convolutions; as many as come in where null.</summary>
    /// <value>Null, as torchvision; the Faster R-CNN paper's 512 with VGG.</value>
    public int? Width { get; init; }

    /// <summary>Whether those convolutions are depthwise 3×3, then pointwise 1×1.</summary>
    public bool Separable { get; init; }

    /// <summary>Whether a ReLU follows each of them.</summary>
    /// <value>True; kerod and the notebook left it out, which makes two linear maps one.</value>
    public bool HiddenRelu { get; init; } = true;

    /// <summary>One logit an anchor or two.</summary>
    public ObjectnessKind Objectness { get; init; }

    /// <summary>Weights of the box offsets: x, y, width, height.</summary>
    /// <value>1; matterport divides by .1, .1, .2, .2, which is 10, 10, 5, 5.</value>
    public float[] BoxWeights { get; init; } = [1, 1, 1, 1];

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

    /// <summary>Whether <see cref="MinSize"/> is in pixels of the original picture instead, as simple-faster-rcnn has it.</summary>
    public bool MinSizeScaled { get; init; }

    /// <summary>Whether the best anchors are chosen, and suppress each other, over all levels together instead of level by level.</summary>
    /// <value>False, as torchvision; matterport's true.</value>
    public bool LevelsTogether { get; init; }

    /// <summary>Whether anchors that cross the picture's edge are left out of training.</summary>
    /// <value>False; the Faster R-CNN paper's true.</value>
    public bool InsideOnly { get; init; }

    /// <summary>The measure by which anchors are matched with objects.</summary>
    public BoxOverlap Overlap { get; init; }

    /// <summary>IoU, or GIoU, from which an anchor is foreground.</summary>
    public float ForegroundIou { get; init; } = 0.7f;

    /// <summary>IoU, or GIoU, below which an anchor is background.</summary>
    public float BackgroundIou { get; init; } = 0.3f;

    /// <summary>Whether the best anchors of each object are foreground however little they overlap it.</summary>
    public bool ForceBest { get; init; } = true;

    /// <summary>Anchors of each picture in the loss; null for all foreground and as much background as the fraction asks for.</summary>
    public int? Samples { get; init; } = 256;

    /// <summary>Largest share of foreground among them.</summary>
    public double PositiveFraction { get; init; } = 0.5;

    /// <summary>Share of the certainty that is taken from the right answer: targets are 1 − ε and ε.</summary>
    /// <value>0; RFCN-tensorflow's .001.</value>
    public double LabelSmoothing { get; init; }

    /// <summary>Multiplies the objectness loss.</summary>
    public double ClassWeight { get; init; } = 1;

    /// <summary>The loss of the boxes.</summary>
    public BoxLossOptions BoxLoss { get; init; } = new();

    /// <summary>What a part of a program's own wants to know, by names of its own; Gannet's parts read none.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }
}
