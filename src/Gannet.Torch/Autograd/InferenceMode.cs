using Gannet.Torch.Interop;

namespace Gannet.Torch.Autograd;

/// <summary>Runs this thread without gradients and their bookkeeping until disposed.</summary>
/// <remarks>Tensors created in this mode can never be trained, so do not load weights in it.</remarks>
public readonly ref struct InferenceMode
{
    private readonly nint _guard;

    private InferenceMode(nint guard) => _guard = guard;

    /// <summary>Enters the mode; nested modes must be left in reverse order.</summary>
    public static InferenceMode Enter() => new(Shim.EnterInference());

    /// <summary>Leaves the mode.</summary>
    public void Dispose() => Shim.LeaveInference(_guard);
}
