using System.Text.Json;
using Gannet.Torch.Nn;
using Gannet.Torch.Optim;

namespace Gannet.Torch.Tests.Optim;

[LeakCheck]
public sealed class GradientClippingTests
{
    [Fact]
    public void Clipping_by_norm_is_PyTorchs()
    {
        foreach (var expected in OptimizerOracle.Clipping)
        {
            using var oracle = new OptimizerOracle("sgd");
            OptimizerOracle.SetGradients(oracle.Parameters, 0);
            var norm = GradientClipping.ByNorm(oracle.Parameters, expected.GetProperty("limit").GetDouble());
            Assert.Equal(expected.GetProperty("norm").GetDouble(), norm, 1e-5);
            AssertGradients(expected.GetProperty("byNorm"), oracle.Parameters);
        }
    }

    [Fact]
    public void Clipping_by_norm_on_the_device_is_the_same()
    {
        foreach (var expected in OptimizerOracle.Clipping)
        {
            using var scope = TensorScope.Enter();
            using var oracle = new OptimizerOracle("sgd");
            OptimizerOracle.SetGradients(oracle.Parameters, 0);
            var norm = GradientClipping.ByNormOnDevice(oracle.Parameters, expected.GetProperty("limit").GetDouble());
            Assert.Equal(expected.GetProperty("norm").GetDouble(), norm.Item(), 1e-5);
            AssertGradients(expected.GetProperty("byNorm"), oracle.Parameters);
        }
    }

    [Theory]
    [InlineData(float.NaN, 0.5)]
    [InlineData(float.NegativeInfinity, double.PositiveInfinity)]
    public void On_the_device_a_gradient_that_is_not_finite_becomes_zero_with_all_others(float value, double limit)
    {
        using var scope = TensorScope.Enter();
        var (a, b) = (Tensor.Zeros([3]).RequiresGradInPlace(), Tensor.Zeros([1]).RequiresGradInPlace());
        (a.Gradient, b.Gradient) = (Tensor.From<float>([1, value, 3]), Tensor.From<float>([4]));
        Assert.False(double.IsFinite(GradientClipping.ByNormOnDevice([new("a", a), new("b", b)], limit).Item()));
        Assert.Equal([0f, 0, 0, 0], a.Gradient!.ToArray<float>().Concat(b.Gradient!.ToArray<float>()));
    }

    [Fact]
    public void On_the_device_no_limit_changes_nothing()
    {
        using var scope = TensorScope.Enter();
        var tensor = Tensor.Zeros([2]).RequiresGradInPlace();
        tensor.Gradient = Tensor.From<float>([3e4f, 4e4f]);
        Assert.Equal(5e4, GradientClipping.ByNormOnDevice([new("a", tensor)], double.PositiveInfinity).Item(), 0.1);
        Assert.Equal([3e4f, 4e4f], tensor.Gradient!.ToArray<float>());
        Assert.Equal(0, GradientClipping.ByNormOnDevice([], 1).Item());
    }

    [Fact]
    public void Clipping_by_value_is_PyTorchs()
    {
        foreach (var expected in OptimizerOracle.Clipping)
        {
            using var oracle = new OptimizerOracle("sgd");
            OptimizerOracle.SetGradients(oracle.Parameters, 0);
            GradientClipping.ByValue(oracle.Parameters, expected.GetProperty("limit").GetDouble());
            AssertGradients(expected.GetProperty("byValue"), oracle.Parameters);
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_gradient_that_is_not_finite_is_reported_and_left(float value)
    {
        using var scope = TensorScope.Enter();
        var tensor = Tensor.Zeros([3]).RequiresGradInPlace();
        tensor.Gradient = Tensor.From<float>([1, value, 3]);
        Assert.False(double.IsFinite(GradientClipping.ByNorm([new("a", tensor)], 0.5)));
        Assert.Equal([1f, value, 3], tensor.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Without_gradients_the_norm_is_zero()
    {
        using var scope = TensorScope.Enter();
        Assert.Equal(0, GradientClipping.ByNorm([new("a", Tensor.Zeros([1]).RequiresGradInPlace())], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ByNorm([], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ByValue([], -1));
    }

    private static void AssertGradients(JsonElement expected, NamedTensor[] parameters)
    {
        using var scope = TensorScope.Enter();
        foreach (var (name, tensor) in parameters)
            StoredValues.AssertClose(expected.GetProperty(name).Floats(), tensor.Gradient!.ToArray<float>(), 1e-6);
    }
}
