namespace Gannet.Torch.Nn;

/// <summary>Computes layers in its own way, instead of by libtorch's operators, on the thread that entered it.</summary>
/// <remarks>
/// The network's code determines the order of layers; an engine only determines how a layer is computed. A layer that an engine
/// declines runs as usual, in the element type of its weights.
/// </remarks>
public abstract class LayerEngine
{
    [ThreadStatic] private static LayerEngine? t_current;

    /// <summary>The engine of this thread, or <see langword="null"/>.</summary>
    public static LayerEngine? Current => t_current;

    /// <summary>Makes <paramref name="engine"/>, or none if null, current on this thread until the result is disposed.</summary>
    public static Usage Use(LayerEngine? engine)
    {
        var usage = new Usage(t_current);
        t_current = engine;
        return usage;
    }

    /// <summary>Convolves, normalises, adds and activates in one pass.</summary>
    /// <param name="conv">The convolution.</param>
    /// <param name="norm">A norm that is currently a fixed map, or null.</param>
    /// <param name="x"><c>[N, inputs, H, W]</c>.</param>
    /// <param name="addend">A map of the result's shape that is added before the activation; or null.</param>
    /// <param name="activation">Applied last.</param>
    /// <returns>The result, or null to decline.</returns>
    public abstract Tensor? Convolve(Conv2d conv, Norm? norm, Tensor x, Tensor? addend, Activation activation);

    /// <summary>The memory order of features <c>[R, C, S, S]</c> that <see cref="Map"/> reads without a copy.</summary>
    /// <value>Row-major by default: libtorch flattens channel by channel.</value>
    public virtual MemoryFormat MapFormat => MemoryFormat.Contiguous;

    /// <summary>Maps <paramref name="x"/>, <c>[R, inputs]</c> or features <c>[R, C, S, S]</c> that are flattened first, to <c>[R, outputs]</c>.</summary>
    /// <returns>The result, or null to decline.</returns>
    public abstract Tensor? Map(Linear linear, Tensor x, Activation activation);

    /// <summary>Normalises with the statistics of <paramref name="x"/>, updates the running ones, adds and activates in one pass.</summary>
    /// <param name="norm">A norm that learns.</param>
    /// <param name="x"><c>[N, C, H, W]</c>.</param>
    /// <param name="addend">A map of the same shape that is added before the activation; or null.</param>
    /// <param name="activation">Applied last.</param>
    /// <returns>The result, or null to decline, which is the default.</returns>
    public virtual Tensor? Normalize(BatchNorm norm, Tensor x, Tensor? addend, Activation activation) => null;

    /// <summary>The period in which an engine is in use.</summary>
    public readonly ref struct Usage
    {
        private readonly LayerEngine? _outer;

        internal Usage(LayerEngine? outer) => _outer = outer;

        /// <summary>Restores the engine that was in use before.</summary>
        public void Dispose() => t_current = _outer;
    }
}
