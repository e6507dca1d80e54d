namespace Gannet.Detection.Boxes;

/// <summary>Which classes have their own box in the second stage.</summary>
public enum BoxSlots
{
    /// <summary>Each class and the background; the latter is never used: torchvision's layout.</summary>
    WithBackground,

    /// <summary>Each class.</summary>
    PerClass,

    /// <summary>One box for all classes.</summary>
    Agnostic,

    /// <summary>One box for all classes and one for the background, which is never used: the layout of R-FCN's authors.</summary>
    AgnosticWithBackground,
}
