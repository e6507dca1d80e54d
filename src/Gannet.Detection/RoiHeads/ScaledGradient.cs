using Gannet.Torch;
using Gannet.Torch.Autograd;

namespace Gannet.Detection.RoiHeads;

/// <summary>The identity, whose gradient is multiplied by a factor.</summary>
internal sealed class ScaledGradient : DifferentiableFunction
{
    private readonly double _factor;

    private ScaledGradient(double factor) => _factor = factor;

    /// <summary>The same values in the same memory; the layers before them learn from <paramref name="factor"/> times the gradient.</summary>
    public static Tensor Of(Tensor x, double factor)
    {
        var same = x.Detach();
        new ScaledGradient(factor).Record(same, x);
        return same;
    }

    protected override Tensor?[] Backward(Tensor gradient) => [gradient * _factor];
}
