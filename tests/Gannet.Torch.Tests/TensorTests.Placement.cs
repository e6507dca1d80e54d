using Gannet.Torch.Nn;
using Gannet.Torch.Optim;

namespace Gannet.Torch.Tests;

[LeakCheck]
public sealed class TensorPlacementTests
{
    [Fact]
    public void Other_elements_are_seen_by_who_holds_the_tensor()
    {
        using var scope = TensorScope.Enter();
        var parameter = Tensor.From<float>([1, 2]).RequiresGradInPlace();
        using var optimizer = new Sgd([new ParameterGroup([new NamedTensor("p", parameter)])], momentum: 0) { Rate = 1 };
        (parameter * 3.0).Sum().Backward();
        parameter.Gradient = null;
        parameter.SetData(Tensor.From<float>([10, 20]));

        Assert.True(parameter.RequiresGrad);
        (parameter * parameter).Sum().Backward();
        Assert.Equal([20f, 40], parameter.Gradient!.ToArray<float>());
        optimizer.Step();
        Assert.Equal([-10f, -20], parameter.ToArray<float>());
    }

    [Fact]
    public void Where_it_is_already_nothing_is_done()
    {
        using var scope = TensorScope.Enter();
        var tensor = Tensor.From<float>([1]);
        var data = tensor.Data;
        Assert.Same(tensor, tensor.MoveInPlace(Device.Cpu));
        Assert.Equal(data, tensor.Data);
    }

    [Fact]
    public void Elements_that_have_no_room_leave_the_tensor_as_it_was()
    {
        using var scope = TensorScope.Enter();
        var parameter = Tensor.From<float>([1, 2]).RequiresGradInPlace();
        parameter.Sum().Backward();
        Assert.ThrowsAny<Exception>(() => parameter.MoveInPlace(Device.Cuda(99))); // no machine has a hundred devices
        Assert.Equal(([1f, 2], [1f, 1]), (parameter.ToArray<float>(), parameter.Gradient!.ToArray<float>()), TwoArrays);
    }

    [CudaFact]
    [Trait("Device", "Cuda")]
    public void A_tensor_moves_with_its_gradient_and_its_order_in_memory()
    {
        using var scope = TensorScope.Enter();
        var kernels = Tensor.Randn([4, 3, 2, 2]).Contiguous(MemoryFormat.ChannelsLast).RequiresGradInPlace();
        (kernels * kernels).Sum().Backward();
        var (values, gradient) = (kernels.ToArray<float>(), kernels.Gradient!.ToArray<float>());
        foreach (var device in (Device[])[Device.Cuda(), Device.Cpu])
        {
            Assert.Equal(device, kernels.MoveInPlace(device).Device);
            Assert.Equal(device, kernels.Gradient!.Device);
            Assert.True(kernels.RequiresGrad);
            Assert.True(kernels.IsContiguous(MemoryFormat.ChannelsLast));
            Assert.Equal((values, gradient), (kernels.ToArray<float>(), kernels.Gradient!.ToArray<float>()), TwoArrays);
        }

        (kernels * kernels).Sum().Backward(); // the old gradient accumulator must not be used after the moves
        Assert.Equal(gradient.Select(static g => 2 * g), kernels.Gradient!.ToArray<float>());
    }

    private static bool TwoArrays((float[] First, float[] Second) a, (float[] First, float[] Second) b) =>
        a.First.SequenceEqual(b.First) && a.Second.SequenceEqual(b.Second);
}
