namespace Gannet.Torch;

/// <summary>Raised when libtorch rejects a call; the message is the first line of libtorch's message.</summary>
public sealed class TorchException : Exception
{
    /// <summary>Creates the exception.</summary>
    public TorchException() { }

    /// <summary>Creates the exception with libtorch's message.</summary>
    public TorchException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public TorchException(string message, Exception inner) : base(message, inner) { }
}
