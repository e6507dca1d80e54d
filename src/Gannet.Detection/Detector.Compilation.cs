using Gannet.Detection.Engines;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection;

// How layers are computed in detection.
public sealed partial class Detector
{
    private Func<LayerEngine?>? _plan; // makes the engine; null for libtorch's own layers
    private Precision? _precision;
    private LayerEngine? _engine;
    private long _engineVersion;
    private Tensor[]? _weights;

    /// <summary>Whether the detector was compiled with <see cref="Compile"/>; always true after <see cref="Load"/>.</summary>
    public bool IsCompiled => _plan is not null;

    /// <summary>Makes detection fast: folds norms into convolutions and lays weights out for the device.</summary>
    /// <param name="precision">Precision of the network's arithmetic.</param>
    /// <returns>This detector.</returns>
    /// <exception cref="NotSupportedException">The device, or libtorch on it, does not support <paramref name="precision"/>.</exception>
    /// <remarks>
    /// The work is done with the next image, and repeated after weights have changed by a training step, a weight file or any libtorch
    /// operator. Changes through <see cref="Tensor.AsSpan"/> alone are not noticed: call this again.
    /// </remarks>
    public Detector Compile(Precision precision = Precision.Float32)
    {
        PrecisionSupport.Require(precision, Device);
        UsePlan(() => PlanFor(precision));
        _precision = precision;
        return this;
    }

    /// <summary>From now on, runs detection with the engine from <paramref name="plan"/>; null for libtorch's own layers.</summary>
    /// <param name="plan">Makes an engine that the detector owns; called again when weights have changed.</param>
    internal Detector UsePlan(Func<LayerEngine?>? plan)
    {
        using var usage = Enter();
        ReleaseEngine();
        (_plan, _precision) = (plan, null);
        return this;
    }

    /// <summary>Counts the arithmetic operations of convolutions and matrix products in detection, by their definition.</summary>
    /// <param name="pictures">As for <see cref="Detect(IReadOnlyList{Image})"/>; the number of regions depends on them.</param>
    /// <returns>Operations, two per multiply-add; norms, activations, pooling and transposed convolutions are not counted.</returns>
    /// <remarks>Detects once, without the plan of <see cref="Compile"/>, so that faster algorithms do not change the count.</remarks>
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

    // The engine for the current weights.
    private LayerEngine? CurrentEngine()
    {
        if (_plan is null) return null;
        ReleaseStaleEngine();
        if (_engine is null) (_engine, _engineVersion) = (_plan(), WeightsVersion());
        return _engine;
    }

    // Also called before training, which would otherwise keep a copy of outdated weights in memory.
    private void ReleaseStaleEngine()
    {
        if (_engine is not null && _engineVersion != WeightsVersion()) ReleaseEngine();
    }

    private void ReleaseEngine()
    {
        (_engine as IDisposable)?.Dispose();
        _engine = null;
    }

    // Versions only increase, so their sum changes whenever one of them does.
    private long WeightsVersion() => (_weights ??= [.. State().Select(static s => s.Tensor)]).Sum(static tensor => tensor.Version);

    private LayerEngine? PlanFor(Precision precision)
    {
        if (Device.IsCuda && precision == Precision.BFloat16) return new CudaLayers(ElementType.BFloat16);
        if (precision == Precision.BFloat16) return new BFloat16Layers();
        if (Options.Detections.ReferenceArithmetic) return null; // the option asks for libtorch's order of operations
        return Device.IsCuda ? new CudaLayers(ElementType.Float) : new PackedLayers();
    }
}
