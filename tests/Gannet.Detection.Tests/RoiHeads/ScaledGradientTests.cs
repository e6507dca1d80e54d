using Gannet.Detection.RoiHeads;
using Gannet.Torch;

namespace Gannet.Detection.Tests.RoiHeads;

[LeakCheck]
public sealed class ScaledGradientTests
{
    [Fact]
    public void Values_stay_and_the_gradient_is_scaled()
    {
        using var scope = TensorScope.Enter();
        var x = Tensor.From<float>([1, -2, 3]).RequiresGradInPlace();
        var y = ScaledGradient.Of(x, 0.25);
        Assert.Equal([1, -2, 3], y.ToArray<float>());
        (y * y).Sum().Backward(); // 2·x
        Assert.Equal([0.5f, -1, 1.5f], x.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Without_a_gradient_nothing_is_recorded()
    {
        using var scope = TensorScope.Enter();
        Assert.False(ScaledGradient.Of(Tensor.From<float>([1]), 0.25).RequiresGrad);
    }
}
