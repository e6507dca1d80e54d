using Gannet.Detection.Engines;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.RoiHeads;

/// <summary>Two fully connected layers with ReLU, as in Faster R-CNN, optionally with dropout after each as in VGG-16.</summary>
internal sealed class FullyConnectedBoxHead : BoxHead
{
    private readonly Linear _first, _second;
    private readonly double _dropout;

    public FullyConnectedBoxHead(int inputs, HeadOptions options)
    {
        (Width, _dropout) = (options.Width, options.Dropout);
        _first = Add("fc6", new Linear(inputs, Width));
        _second = Add("fc7", new Linear(Width, Width));
    }

    public override int Width { get; }

    // The first layer flattens the pooled features.
    public override MemoryFormat Format => LayerEngine.Current?.MapFormat ?? MemoryFormat.Contiguous;

    public override Tensor Forward(Tensor pooled)
    {
        using var scope = TensorScope.Enter();
        var hidden = Drop(_first.Forward(pooled, Activation.Relu));
        return scope.Keep(Drop(_second.Forward(hidden, Activation.Relu)));
    }

    private Tensor Drop(Tensor x) => _dropout > 0 && IsTraining ? x.Dropout(_dropout, train: true) : x;
}
