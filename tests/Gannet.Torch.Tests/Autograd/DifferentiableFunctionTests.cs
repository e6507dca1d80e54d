using Gannet.Torch.Autograd;

namespace Gannet.Torch.Tests.Autograd;

[LeakCheck]
public sealed class DifferentiableFunctionTests
{
    private sealed class Square(float[] values) : DifferentiableFunction
    {
        public static Tensor Apply(Tensor x)
        {
            var values = x.ToArray<float>();
            var output = Tensor.From<float>([.. values.Select(static v => v * v)]);
            new Square(values).Record(output, x);
            return output;
        }

        protected internal override Tensor?[] Backward(Tensor gradient) =>
            [Tensor.From<float>([.. gradient.ToArray<float>().Zip(values, static (g, v) => 2 * v * g)])];
    }

    private sealed class Failing : DifferentiableFunction
    {
        public static Tensor Apply(Tensor x)
        {
            var output = x.Detach().Clone();
            new Failing().Record(output, x);
            return output;
        }

        protected internal override Tensor?[] Backward(Tensor gradient) => throw new InvalidOperationException("no derivative here");
    }

    [Fact]
    public void The_managed_backward_takes_part_in_the_graph()
    {
        using var scope = TensorScope.Enter();
        var x = Tensor.From<float>([1, 2, 3]).RequiresGradInPlace();
        (Square.Apply(x * 2.0) * 0.5).Sum().Backward(); // ½(2x)² = 2x², derivative 4x
        Assert.Equal([4f, 8, 12], x.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Nothing_is_recorded_where_no_gradient_is_needed()
    {
        using var scope = TensorScope.Enter();
        Assert.False(Square.Apply(Tensor.From<float>([1])).RequiresGrad);
        using var noGrad = NoGrad.Enter();
        Assert.False(Square.Apply(Tensor.From<float>([1]).RequiresGradInPlace()).RequiresGrad);
    }

    [Fact]
    public void An_exception_of_the_backward_reaches_the_caller()
    {
        using var scope = TensorScope.Enter();
        var x = Tensor.From<float>([1]).RequiresGradInPlace();
        var error = Assert.Throws<InvalidOperationException>(() => Failing.Apply(x).Sum().Backward());
        Assert.Equal("no derivative here", error.Message);
    }

    // The failing thread is then one of libtorch's own.
    [CudaFact]
    [Trait("Device", "Cuda")]
    public void An_exception_of_a_backward_on_a_CUDA_device_reaches_the_caller()
    {
        using var scope = TensorScope.Enter();
        var x = Tensor.From<float>([1]).To(Device.Cuda(), ElementType.Float).RequiresGradInPlace();
        var error = Assert.Throws<InvalidOperationException>(() => Failing.Apply(x).Sum().Backward());
        Assert.Equal("no derivative here", error.Message);
    }
}
