namespace Gannet.Evaluation.Doubts;

/// <summary>What may be wrong with a label.</summary>
public enum DoubtKind
{
    /// <summary>An object that a detector finds has no label.</summary>
    Missing,

    /// <summary>The label names another class than the detector.</summary>
    WrongClass,

    /// <summary>The label's box is not where the detector sees the object.</summary>
    BadlyPlaced,

    /// <summary>The detector sees no object where the label is.</summary>
    NothingThere,
}
