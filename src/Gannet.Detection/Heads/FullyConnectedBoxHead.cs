using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Heads;

/// <summary>Two fully connected layers with ReLU, as in Faster R-CNN with FPN.</summary>
internal sealed class FullyConnectedBoxHead : BoxHead
{
    private readonly Linear _first, _second;

    public FullyConnectedBoxHead(int inputs, int width)
    {
        _first = Add("fc6", new Linear(inputs, width));
        _second = Add("fc7", new Linear(width, width));
        Width = width;
    }

    public override int Width { get; }

    public override MemoryFormat Format => MemoryFormat.Contiguous;

    public override Tensor Forward(Tensor pooled)
    {
        using var scope = TensorScope.Enter();
        var hidden = _first.Forward(pooled.Flatten(1)).ReluInPlace();
        return scope.Keep(_second.Forward(hidden).ReluInPlace());
    }
}
