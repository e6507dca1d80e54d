using Gannet.Detection.Engines;
using Gannet.Torch;

namespace Gannet.Detection;

// Where the network computes.
public sealed partial class Detector
{
    /// <summary>The device of the weights and the network's arithmetic; matching and suppression of boxes run on the processor.</summary>
    public Device Device { get; private set; }

    /// <summary>Moves the detector to <paramref name="device"/>, before a trainer is created. If compiled, it recompiles there.</summary>
    /// <returns>This detector.</returns>
    /// <exception cref="NotSupportedException">It is compiled for a precision that <paramref name="device"/> does not support.</exception>
    /// <inheritdoc/>
    public override Detector To(Device device)
    {
        using var usage = Enter();
        if (_precision is { } precision) PrecisionSupport.Require(precision, device);
        ReleaseEngine(); // its weights are on the old device
        base.To(device);
        Device = device;
        return this;
    }
}
