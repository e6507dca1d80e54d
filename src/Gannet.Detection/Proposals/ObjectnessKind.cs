namespace Gannet.Detection.Proposals;

/// <summary>How an anchor's probability of showing an object is predicted.</summary>
public enum ObjectnessKind
{
    /// <summary>One logit an anchor, as torchvision and detectron2.</summary>
    Sigmoid,

    /// <summary>Two logits an anchor, background and foreground, as the Faster R-CNN paper.</summary>
    Softmax,
}
