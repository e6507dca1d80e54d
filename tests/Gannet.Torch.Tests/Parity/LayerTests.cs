using Gannet.Torch.Nn;

namespace Gannet.Torch.Tests.Parity;

[LeakCheck]
public sealed class LayerTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("strided")]
    [InlineData("dilated")]
    [InlineData("depthwise")]
    [InlineData("pointwise")]
    public void A_convolution_is_PyTorchs(string name)
    {
        var expected = LayerOracle.File.GetProperty("convolutions").GetProperty(name);
        using var layer = new Conv2d(Number("inputs"), Number("outputs"), Number("kernel"), Number("stride"), Number("padding"),
            Number("dilation"), Number("groups"), expected.GetProperty("bias").GetBoolean());
        LayerOracle.Fill(layer, expected.GetProperty("state"));
        LayerOracle.AssertSame(expected, layer, x => layer.Forward(x));

        int Number(string key) => expected.GetProperty(key).GetInt32();
    }

    [Fact]
    public void A_kernel_of_unequal_sides_is_PyTorchs_and_keeps_the_size()
    {
        var expected = LayerOracle.File.GetProperty("flat");
        using var layer = new Conv2d(2, 3, (1, 5));
        LayerOracle.Fill(layer, expected.GetProperty("state"));
        LayerOracle.AssertSame(expected, layer, x => layer.Forward(x));
    }

    [Fact]
    public void A_linear_layer_is_PyTorchs()
    {
        var expected = LayerOracle.File.GetProperty("linear");
        using var layer = new Linear(5, 3);
        LayerOracle.Fill(layer, expected.GetProperty("state"));
        LayerOracle.AssertSame(expected, layer, x => layer.Forward(x));
    }

    [Fact]
    public void Wrong_shapes_are_reported_before_the_native_call()
    {
        using var scope = TensorScope.Enter();
        using var layer = new Linear(5, 3);
        Assert.Equal("Expected [R, 5], got Float[2, 4]. (Parameter 'x')", Assert.Throws<ArgumentException>(() => layer.Forward(Tensor.Zeros([2, 4]))).Message);
        using var conv = new Conv2d(3, 4, kernel: 3);
        Assert.Throws<ArgumentException>(() => conv.Forward(Tensor.Zeros([1, 4, 8, 8])));
        Assert.Throws<ArgumentException>(() => conv.Forward(Tensor.Zeros([3, 8, 8])));
    }

    [Fact]
    public void New_weights_are_uniform_within_the_root_of_fan_in()
    {
        TorchRuntime.Seed(3);
        using var conv = new Conv2d(16, 64, kernel: 3);
        var bound = 1 / Math.Sqrt(16 * 9);
        var weights = conv.Weight.ToArray<float>();
        Assert.All(weights, w => Assert.InRange(w, -bound, bound));
        // 9,216 draws: the largest is within a thousandth of the bound, the mean within five standard errors of zero.
        Assert.True(weights.Max() > 0.999 * bound);
        Assert.InRange(weights.Average(), -5 * bound / Math.Sqrt(3 * weights.Length), 5 * bound / Math.Sqrt(3 * weights.Length));
        Assert.True(conv.Weight.IsContiguous(MemoryFormat.ChannelsLast));
    }
}
