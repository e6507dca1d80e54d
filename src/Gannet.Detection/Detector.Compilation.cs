using Gannet.Detection.Engines;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection;

// How layers are computed when nothing is learnt.
public sealed partial class Detector
{
    private LayerEngine? _plan;

    /// <summary>Whether detection runs as <see cref="Compile"/> prepared it.</summary>
    public bool IsCompiled => _plan is not null;

    /// <summary>Prepares detection for speed: norms are folded into convolutions, weights are laid out for the device.</summary>
    /// <param name="precision">What the network computes with.</param>
    /// <returns>This detector.</returns>
    /// <exception cref="NotSupportedException">The processor, or libtorch on this device, does not have what <paramref name="precision"/> needs.</exception>
    /// <remarks>
    /// Takes about as long as one picture, during the first picture. Weights are read once: compile again after changing them.
    /// <see cref="ComputeLosses(TrainingBatch, Random, Precision)"/> ends it, since a training step changes them, and so does <see cref="To"/>.
    /// </remarks>
    public Detector Compile(Precision precision = Precision.Float32)
    {
        PrecisionSupport.Require(precision, Device);
        return UsePlan(PlanFor(precision));
    }

    /// <summary>Computes the layers of detection with <paramref name="plan"/> from now on, which belongs to the detector; null for plainly.</summary>
    internal Detector UsePlan(LayerEngine? plan)
    {
        (_plan as IDisposable)?.Dispose();
        _plan = plan;
        return this;
    }

    /// <summary>What detecting in some pictures multiplies and adds in convolutions and products of matrices, by their definition.</summary>
    /// <param name="pictures">As for <see cref="Detect(IReadOnlyList{Picture})"/>; how many regions the second stage looks at depends on them.</param>
    /// <returns>Operations, two for a product that is added; norms, activations, pooling and transposed convolutions are not counted.</returns>
    /// <remarks>Detects once, without the plan of <see cref="Compile"/>: what algorithms save must not change what is counted.</remarks>
    public double CountOperations(IReadOnlyList<Picture> pictures)
    {
        var (plan, counter) = (_plan, new CountingLayers());
        _plan = counter;
        try
        {
            Detect(pictures);
        }
        finally
        {
            _plan = plan;
        }

        return counter.Operations;
    }

    /// <inheritdoc/>
    protected override void Release() => UsePlan(null);

    private LayerEngine? PlanFor(Precision precision)
    {
        if (Device.IsCuda && precision == Precision.BFloat16) return new CudaLayers(ElementType.BFloat16);
        if (precision == Precision.BFloat16) return new BFloat16Layers();
        if (Options.Detections.ReferenceArithmetic) return null; // its order of operations is what it asks for
        return Device.IsCuda ? new CudaLayers(ElementType.Float) : new PackedLayers();
    }
}
