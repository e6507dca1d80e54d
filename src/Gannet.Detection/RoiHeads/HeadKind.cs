namespace Gannet.Detection.RoiHeads;

/// <summary>What turns the features of a region into predictions.</summary>
public enum HeadKind
{
    /// <summary>Two fully connected layers.</summary>
    FullyConnected,

    /// <summary>3×3 convolutions, then one fully connected layer.</summary>
    Convolutional,

    /// <summary>A convolution as large as the pooled region, then a 1×1, each with a norm: matterport's.</summary>
    FullSizeConvolution,

    /// <summary>Maps for every part of an object, pooled part by part, that vote: R-FCN's.</summary>
    PositionSensitive,

    /// <summary>None: the proposals are the detections.</summary>
    None,
}
