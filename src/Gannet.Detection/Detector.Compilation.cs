using Gannet.Detection.Engines;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection;

// How layers are computed when nothing is learnt.
public sealed partial class Detector
{
    private Func<LayerEngine?>? _plan; // makes the engine; null for libtorch's own layers
    private Precision? _precision;
    private LayerEngine? _engine;
    private long _engineVersion;
    private Tensor[]? _weights;

    /// <summary>Whether detection runs as <see cref="Compile"/> says: always true of a detector that <see cref="Load"/> made.</summary>
    public bool IsCompiled => _plan is not null;

    /// <summary>Makes detection fast: norms are folded into convolutions, weights are laid out for the device.</summary>
    /// <param name="precision">What the network computes with.</param>
    /// <returns>This detector.</returns>
    /// <exception cref="NotSupportedException">The processor, or libtorch on this device, does not have what <paramref name="precision"/> needs.</exception>
    /// <remarks>
    /// The work is done during the next picture, and again during the next one after weights have changed: by a training step, by a weight
    /// file, or by any operator of libtorch. What is written through <see cref="Tensor.AsSpan"/> alone is not noticed: call this again.
    /// </remarks>
    public Detector Compile(Precision precision = Precision.Float32)
    {
        PrecisionSupport.Require(precision, Device);
        UsePlan(() => PlanFor(precision));
        _precision = precision;
        return this;
    }

    /// <summary>Computes the layers of detection with what <paramref name="plan"/> makes from now on; null for plainly.</summary>
    /// <param name="plan">Makes an engine that belongs to the detector, anew where weights have changed.</param>
    internal Detector UsePlan(Func<LayerEngine?>? plan)
    {
        using var usage = Enter();
        ReleaseEngine();
        (_plan, _precision) = (plan, null);
        return this;
    }

    /// <summary>What detecting in some pictures multiplies and adds in convolutions and products of matrices, by their definition.</summary>
    /// <param name="pictures">As for <see cref="Detect(IReadOnlyList{Image})"/>; how many regions the second stage looks at depends on them.</param>
    /// <returns>Operations, two for a product that is added; norms, activations, pooling and transposed convolutions are not counted.</returns>
    /// <remarks>Detects once, without the plan of <see cref="Compile"/>: what algorithms save must not change what is counted.</remarks>
    public double CountOperations(IReadOnlyList<Image> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures.Count == 0) return 0;
        using var usage = Enter();
        var counter = new CountingLayers();
        Detect(Transform.Batch(pictures, threads: Environment.ProcessorCount), counter);
        return counter.Operations;
    }

    /// <inheritdoc/>
    protected override void Release() => ReleaseEngine();

    // The engine of the weights as they are.
    private LayerEngine? CurrentEngine()
    {
        if (_plan is null) return null;
        ReleaseStaleEngine();
        if (_engine is null) (_engine, _engineVersion) = (_plan(), WeightsVersion());
        return _engine;
    }

    // Also before training goes on, which would otherwise keep the weights of long ago beside its own.
    private void ReleaseStaleEngine()
    {
        if (_engine is not null && _engineVersion != WeightsVersion()) ReleaseEngine();
    }

    private void ReleaseEngine()
    {
        (_engine as IDisposable)?.Dispose();
        _engine = null;
    }

    // Versions only grow: with any of them, their sum.
    private long WeightsVersion() => (_weights ??= [.. State().Select(static s => s.Tensor)]).Sum(static tensor => tensor.Version);

    private LayerEngine? PlanFor(Precision precision)
    {
        if (Device.IsCuda && precision == Precision.BFloat16) return new CudaLayers(ElementType.BFloat16);
        if (precision == Precision.BFloat16) return new BFloat16Layers();
        if (Options.Detections.ReferenceArithmetic) return null; // its order of operations is what it asks for
        return Device.IsCuda ? new CudaLayers(ElementType.Float) : new PackedLayers();
    }
}
