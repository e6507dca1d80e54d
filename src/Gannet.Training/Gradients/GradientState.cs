namespace Gannet.Training.Gradients;

/// <summary>What is wrong with a gradient.</summary>
public enum GradientState
{
    /// <summary>No loss depends on the parameter.</summary>
    Missing,

    /// <summary>Every element is exactly zero: the path to the loss is cut off, dead or multiplied by zero.</summary>
    Zero,

    /// <summary>An element is NaN or infinite.</summary>
    NotFinite,
}
