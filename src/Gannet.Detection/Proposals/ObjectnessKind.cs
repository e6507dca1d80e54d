namespace Gannet.Detection.Proposals;

/// <summary>How an anchor's objectness is predicted.</summary>
public enum ObjectnessKind
{
    /// <summary>One logit per anchor, as in torchvision and detectron2.</summary>
    Sigmoid,

    /// <summary>Two logits per anchor, background and foreground, as in the Faster R-CNN paper.</summary>
    Softmax,
}
