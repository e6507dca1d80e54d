using Gannet.Torch;

namespace Gannet.Detection;

// Where the network computes.
public sealed partial class Detector
{
    /// <summary>Where the weights are, and so where the network computes; matching and suppression of boxes run on the processor.</summary>
    public Device Device { get; private set; }

    /// <summary>Moves the detector to <paramref name="device"/>: before a trainer is made for it. Ends what <see cref="Compile"/> prepared.</summary>
    /// <returns>This detector.</returns>
    /// <inheritdoc/>
    public override Detector To(Device device)
    {
        UsePlan(null); // its weights are where they were
        base.To(device);
        Device = device;
        return this;
    }
}
