using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Engines;

/// <summary>Runs layers with another engine and reports each as a span.</summary>
/// <param name="inner">The engine that computes; null for libtorch's operators.</param>
internal sealed class TracedLayers(LayerEngine? inner) : LayerEngine
{
    public override MemoryFormat MapFormat => inner?.MapFormat ?? base.MapFormat;

    /// <summary>The engine, traced if somebody listens.</summary>
    public static LayerEngine? Of(LayerEngine? engine) => Spans.Source.HasListeners() ? new TracedLayers(engine) : engine;

    public override Tensor? Convolve(Conv2d conv, Norm? norm, Tensor x, Tensor? addend, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(conv);
        ArgumentNullException.ThrowIfNull(x);
        using var span = Spans.Start(LayerNames.Of(conv, x));
        using var own = Use(inner); // what the engine does not compute itself is part of this span
        return inner?.Convolve(conv, norm, x, addend, activation) ?? new NormalizedConv(conv, norm).Forward(x, activation, addend);
    }

    public override Tensor? Map(Linear linear, Tensor x, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(linear);
        ArgumentNullException.ThrowIfNull(x);
        using var span = Spans.Start(LayerNames.Of(linear, x));
        using var own = Use(inner);
        return inner?.Map(linear, x, activation) ?? linear.Forward(x, activation);
    }

    public override Tensor? Normalize(BatchNorm norm, Tensor x, Tensor? addend, Activation activation)
    {
        using var span = Spans.Start("norm");
        return inner?.Normalize(norm, x, addend, activation);
    }
}
