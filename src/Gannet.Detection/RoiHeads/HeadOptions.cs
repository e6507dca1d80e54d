using Gannet.Detection.Boxes;
using Gannet.Torch.Nn;

namespace Gannet.Detection.RoiHeads;

/// <summary>The second stage: classifies each region and refines its box.</summary>
public sealed record HeadOptions
{
    /// <summary>The kind of head; <c>head=none</c> is short for <c>head.kind=none</c>.</summary>
    public HeadKind Kind { get; init; } = HeadKind.FullyConnected;

    /// <summary>Width of the fully connected layers.</summary>
    public int Width { get; init; } = 1024;

    /// <summary>Number of convolutions of a convolutional head.</summary>
    public int Convolutions { get; init; } = 4;

    /// <summary>The norm after each convolution of the head.</summary>
    public NormOptions Norm { get; init; } = new() { Kind = NormKind.Batch };

    /// <summary>Dropout after each fully connected layer: the share of features set to zero in training.</summary>
    /// <value>0; VGG's classifier was trained with .5.</value>
    public double Dropout { get; init; }

    /// <summary>Kernel size of the convolution that makes position-sensitive maps.</summary>
    /// <value>1, as in the R-FCN paper; RFCN-tensorflow uses 3.</value>
    public int MapKernel { get; init; } = 1;

    /// <summary>Which classes have their own box.</summary>
    public BoxSlots BoxSlots { get; init; }

    /// <summary>Weights of the box deltas: x, y, width, height.</summary>
    public float[] BoxWeights { get; init; } = [10, 10, 5, 5];

    /// <summary>Minimum IoU of a foreground region.</summary>
    public float ForegroundIou { get; init; } = 0.5f;

    /// <summary>IoU below which a region is background.</summary>
    public float BackgroundIou { get; init; } = 0.5f;

    /// <summary>Minimum IoU of a background region; regions that overlap nothing teach little.</summary>
    /// <value>0; Fast R-CNN uses .1.</value>
    public float BackgroundFloor { get; init; }

    /// <summary>Whether ground truth boxes join the proposals in training, so that there is foreground from the first step.</summary>
    public bool AddTruths { get; init; } = true;

    /// <summary>Regions per image in the loss; null for all foreground and as much background as the fraction requires.</summary>
    public int? Samples { get; init; } = 512;

    /// <summary>Largest share of foreground among the samples.</summary>
    public double PositiveFraction { get; init; } = 0.25;

    /// <summary>Whether an image with little foreground also gives little background, which keeps the fraction.</summary>
    /// <value>False: background fills the minibatch; true in matterport.</value>
    public bool KeepRatio { get; init; }

    /// <summary>Number of regions per image in the loss, chosen by the largest loss. Null to sample instead.</summary>
    /// <value>Null; R-FCN uses 128.</value>
    public int? HardExamples { get; init; }

    /// <summary>IoU above which a hard example with a larger loss removes another, as in the OHEM paper; null for none.</summary>
    /// <value>Null, as in R-FCN; the OHEM paper uses .7.</value>
    public double? HardExampleNms { get; init; }

    /// <summary>The stages after the first: Cascade R-CNN. Each has a head of its own and looks at the boxes of the stage before it.</summary>
    /// <value>
    /// Empty: a single stage. The first stage is described by the options above; the paper's other two have
    /// <c>foreground_iou</c> .6 and .7 and <c>box_weights</c> [20, 20, 10, 10] and [30, 30, 15, 15]. Its <c>box_slots</c> are agnostic.
    /// </value>
    public CascadeOptions[] Cascade { get; init; } = [];

    /// <summary>Label smoothing: the share of the target that is spread over all classes.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Factor on the classification loss.</summary>
    public double ClassWeight { get; init; } = 1;

    /// <summary>Weights of background and of each class in the classification loss, in this order; empty for equal ones.</summary>
    /// <value>Empty. As in PyTorch, the mean is divided by the sum of the weights.</value>
    public float[] ClassWeights { get; init; } = [];

    /// <summary>The loss of the boxes.</summary>
    public BoxLossOptions BoxLoss { get; init; } = new();

    /// <summary>Settings for a program's own part, by name; built-in parts do not read them.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }
}
