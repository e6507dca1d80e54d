namespace Gannet.Detection.Boxes;

/// <summary>For which classes the second stage predicts a box of its own.</summary>
public enum BoxSlots
{
    /// <summary>Each class and the background, whose box is never used: torchvision's layout.</summary>
    WithBackground,

    /// <summary>Each class.</summary>
    PerClass,

    /// <summary>One box whatever the class.</summary>
    Agnostic,

    /// <summary>One box whatever the class, and one for background, which is never used: the layout of R-FCN's authors.</summary>
    AgnosticWithBackground,
}
