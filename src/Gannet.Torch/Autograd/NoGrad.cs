using Gannet.Torch.Interop;

namespace Gannet.Torch.Autograd;

/// <summary>Turns off gradient recording on this thread until disposed.</summary>
public readonly ref struct NoGrad
{
    private readonly bool _wasEnabled;

    private NoGrad(bool wasEnabled) => _wasEnabled = wasEnabled;

    /// <summary>Turns recording off and remembers the previous state.</summary>
    public static NoGrad Enter()
    {
        var previous = new NoGrad(Shim.GradMode() != 0);
        Shim.SetGradMode(0);
        return previous;
    }

    /// <summary>Restores the previous state.</summary>
    public void Dispose() => Shim.SetGradMode(_wasEnabled ? 1 : 0);
}
