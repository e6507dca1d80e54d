using Gannet.Detection.Engines;
using Gannet.Torch;

namespace Gannet.Detection;

// Where the network computes.
public sealed partial class Detector
{
    /// <summary>Where the weights are, and so where the network computes; matching and suppression of boxes run on the processor.</summary>
    public Device Device { get; private set; }

    /// <summary>Moves the detector to <paramref name="device"/>: before a trainer is made for it. What was compiled is compiled anew there.</summary>
    /// <returns>This detector.</returns>
    /// <exception cref="NotSupportedException">The detector is compiled for a precision that <paramref name="device"/> does not have.</exception>
    /// <inheritdoc/>
    public override Detector To(Device device)
    {
        using var usage = Enter();
        if (_precision is { } precision) PrecisionSupport.Require(precision, device);
        ReleaseEngine(); // its weights are where they were
        base.To(device);
        Device = device;
        return this;
    }
}
