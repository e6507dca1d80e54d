using Gannet.Torch.Autograd;

namespace Gannet.Torch.Tests.Autograd;

[LeakCheck]
public sealed class GradientModeTests
{
    [Fact]
    public void Backward_accumulates()
    {
        using var scope = TensorScope.Enter();
        var x = Tensor.From<float>([2]).RequiresGradInPlace();
        (x * x).Sum().Backward();
        (x * x).Sum().Backward();
        Assert.Equal([8f], x.Gradient!.ToArray<float>());
        x.Gradient = null;
        Assert.Null(x.Gradient);
    }

    [Fact]
    public void No_grad_and_inference_mode_record_nothing_and_end()
    {
        using var scope = TensorScope.Enter();
        var x = Tensor.From<float>([2]).RequiresGradInPlace();
        using (NoGrad.Enter()) Assert.False((x * x).RequiresGrad);
        using (InferenceMode.Enter()) Assert.False((x * x).RequiresGrad);
        Assert.True((x * x).RequiresGrad);
    }

    [Fact]
    public void A_tensor_without_a_graph_cannot_be_differentiated()
    {
        using var scope = TensorScope.Enter();
        Assert.Throws<TorchException>(() => Tensor.From<float>([2]).Sum().Backward());
    }
}
