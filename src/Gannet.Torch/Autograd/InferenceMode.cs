using Gannet.Torch.Interop;

namespace Gannet.Torch.Autograd;

/// <summary>Runs without gradients and without the bookkeeping for them, on this thread, until disposed.</summary>
/// <remarks>Tensors made inside can never be trained: do not load weights in it.</remarks>
public readonly ref struct InferenceMode
{
    private readonly nint _guard;

    private InferenceMode(nint guard) => _guard = guard;

    /// <summary>Enters the mode; leave in the opposite order.</summary>
    public static InferenceMode Enter() => new(Shim.EnterInference());

    /// <summary>Leaves the mode.</summary>
    public void Dispose() => Shim.LeaveInference(_guard);
}
