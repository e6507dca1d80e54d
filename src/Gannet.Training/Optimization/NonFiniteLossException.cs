namespace Gannet.Training.Optimization;

/// <summary>A loss or the gradient became NaN or infinite; the message names it, the step and the images.</summary>
public sealed class NonFiniteLossException : Exception
{
    /// <summary>Creates the exception.</summary>
    public NonFiniteLossException() { }

    /// <summary>Creates the exception with its message.</summary>
    public NonFiniteLossException(string message) : base(message) { }

    /// <summary>Creates the exception with its message and cause.</summary>
    public NonFiniteLossException(string message, Exception inner) : base(message, inner) { }
}
