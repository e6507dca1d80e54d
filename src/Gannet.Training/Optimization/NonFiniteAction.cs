namespace Gannet.Training.Optimization;

/// <summary>What a training does after a loss or gradient that is not finite; the step never changes a weight.</summary>
public enum NonFiniteAction
{
    /// <summary>Ends with a message that names the step and its pictures.</summary>
    Stop,

    /// <summary>Leaves the step out and goes on; many such steps in a row still end it.</summary>
    Skip,
}
