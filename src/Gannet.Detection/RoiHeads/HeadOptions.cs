using Gannet.Detection.Boxes;
using Gannet.Torch.Nn;

namespace Gannet.Detection.RoiHeads;

/// <summary>The second stage: what each region shows, and where exactly.</summary>
public sealed record HeadOptions
{
    /// <summary>The layers; <c>head=none</c> is short for it.</summary>
    public HeadKind Kind { get; init; } = HeadKind.FullyConnected;

    /// <summary>Width of the fully connected layers.</summary>
    public int Width { get; init; } = 1024;

    /// <summary>Number of convolutions of a convolutional head.</summary>
    public int Convolutions { get; init; } = 4;

    /// <summary>The norm after each of them.</summary>
    public NormOptions Norm { get; init; } = new() { Kind = NormKind.Batch };

    /// <summary>Share of the features that training leaves out at random after each fully connected layer.</summary>
    /// <value>0; VGG's own classifier was trained with .5.</value>
    public double Dropout { get; init; }

    /// <summary>Side of the convolution that makes position-sensitive maps.</summary>
    /// <value>1, as the R-FCN paper; RFCN-tensorflow's 3.</value>
    public int MapKernel { get; init; } = 1;

    /// <summary>For which classes there is a box of its own.</summary>
    public BoxSlots BoxSlots { get; init; }

    /// <summary>Weights of the box offsets: x, y, width, height.</summary>
    public float[] BoxWeights { get; init; } = [10, 10, 5, 5];

    /// <summary>IoU from which a region is foreground.</summary>
    public float ForegroundIou { get; init; } = 0.5f;

    /// <summary>IoU below which a region is background.</summary>
    public float BackgroundIou { get; init; } = 0.5f;

    /// <summary>IoU from which a region may be background; those that overlap nothing teach little.</summary>
    /// <value>0; Fast R-CNN's .1.</value>
    public float BackgroundFloor { get; init; }

    /// <summary>Whether the objects' own boxes join the proposals in training, so that there is foreground from the first step.</summary>
    public bool AddTruths { get; init; } = true;

    /// <summary>Regions of each picture in the loss; null for all foreground and as much background as the fraction asks for.</summary>
    public int? Samples { get; init; } = 512;

    /// <summary>Largest share of foreground among them.</summary>
    public double PositiveFraction { get; init; } = 0.25;

    /// <summary>Whether a picture with little foreground gives little background too, so that the fraction holds.</summary>
    /// <value>False: background fills the minibatch; matterport's true.</value>
    public bool KeepRatio { get; init; }

    /// <summary>How many regions of each picture make the loss: those of the largest loss among all. Null to sample instead.</summary>
    /// <value>Null; R-FCN's 128.</value>
    public int? HardExamples { get; init; }

    /// <summary>IoU above which a region with a larger loss removes another from the hard examples, as the OHEM paper; null for none.</summary>
    /// <value>Null, as R-FCN; the OHEM paper's .7.</value>
    public double? HardExampleNms { get; init; }

    /// <summary>Share of the certainty that is spread over all classes.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Multiplies the classification loss.</summary>
    public double ClassWeight { get; init; } = 1;

    /// <summary>The loss of the boxes.</summary>
    public BoxLossOptions BoxLoss { get; init; } = new();

    /// <summary>What a part of a program's own wants to know, by names of its own; Gannet's parts read none.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }
}
