namespace Gannet.Detection;

/// <summary>What stands between the pooled features and the predictions.</summary>
public enum HeadKind
{
    /// <summary>Two fully connected layers.</summary>
    FullyConnected,

    /// <summary>3×3 convolutions, then one fully connected layer.</summary>
    Convolutional,
}
