namespace Gannet.Detection.Explanation;

/// <summary>The stage that lost an object, in the order of the stages.</summary>
public enum LostAt
{
    /// <summary>It was found.</summary>
    Nowhere,

    /// <summary>The transform crops it away.</summary>
    Transform,

    /// <summary>No anchor, or no given region, overlaps it enough.</summary>
    Anchors,

    /// <summary>Anchors do, but the proposal network moves them away.</summary>
    ProposalBoxes,

    /// <summary>The objectness of its boxes is too low to enter suppression.</summary>
    Objectness,

    /// <summary>Its boxes are smaller than proposals may be, or below their score threshold.</summary>
    ProposalSize,

    /// <summary>Better proposals suppress its boxes.</summary>
    ProposalSuppression,

    /// <summary>There are more proposals than the limit.</summary>
    ProposalLimit,

    /// <summary>Regions overlap it enough before their boxes are refined, but none does afterwards.</summary>
    Refinement,

    /// <summary>Its regions show another class, or background.</summary>
    Classification,

    /// <summary>Its class is the most probable, but below the score threshold.</summary>
    Score,

    /// <summary>Its box is smaller than detections may be.</summary>
    DetectionSize,

    /// <summary>Better detections suppress its boxes.</summary>
    Suppression,

    /// <summary>There are more detections than the limit.</summary>
    DetectionLimit,

    /// <summary>The detections on it are taken by other objects of its class that they overlap more.</summary>
    Neighbour,
}
