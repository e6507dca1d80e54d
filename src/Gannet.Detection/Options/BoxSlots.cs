namespace Gannet.Detection;

/// <summary>For which classes the second stage predicts a box of its own.</summary>
public enum BoxSlots
{
    /// <summary>Each class and the background, whose box is never used: torchvision's layout.</summary>
    WithBackground,

    /// <summary>Each class.</summary>
    PerClass,

    /// <summary>One box whatever the class: R-FCN's.</summary>
    Agnostic,
}
