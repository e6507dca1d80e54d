namespace Gannet.Torch.Distributed;

/// <summary>Raised when the processes of a world cannot meet, or one of them ended, hangs or left; the message is one line that names it where it is known.</summary>
/// <remarks>The group cannot be used afterwards: end, and let the next start resume from the last checkpoint.</remarks>
public sealed class ProcessGroupException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ProcessGroupException() { }

    /// <summary>Creates the exception with its one-line message.</summary>
    public ProcessGroupException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public ProcessGroupException(string message, Exception inner) : base(message, inner) { }
}
