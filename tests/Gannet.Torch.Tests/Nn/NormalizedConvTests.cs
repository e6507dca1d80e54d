using Gannet.Torch.Nn;

namespace Gannet.Torch.Tests.Nn;

[LeakCheck]
public sealed class NormalizedConvTests
{
    [Theory]
    [InlineData(NormKind.Frozen)]
    [InlineData(NormKind.Batch)]
    [InlineData(NormKind.Group)]
    public void Folding_changes_neither_values_nor_gradients(NormKind kind)
    {
        using var scope = TensorScope.Enter();
        TorchRuntime.Seed(1);
        using var conv = new Conv2d(3, 8, kernel: 3, bias: false);
        using var norm = new NormOptions { Kind = kind }.Create(8);
        foreach (var (name, tensor) in norm.State())
        {
            using var noGrad = Gannet.Torch.Autograd.NoGrad.Enter();
            if (tensor.ElementType == ElementType.Float) tensor.UniformInPlace(0.5, 1.5);
        }

        var x = Tensor.Randn([2, 3, 5, 6]).Contiguous(MemoryFormat.ChannelsLast);
        var plain = norm.Forward(conv.Forward(x));
        var expectedGradient = Gradient(plain);
        var folded = new NormalizedConv(conv, norm).Forward(x);
        AssertClose(plain, folded, 1e-5);
        AssertClose(expectedGradient, Gradient(folded), 1e-4);

        Tensor Gradient(Tensor output)
        {
            conv.Weight.Gradient = null;
            (output * output).Sum().Backward();
            return conv.Weight.Gradient!.Clone();
        }
    }

    [Fact]
    public void An_input_in_planes_is_computed_in_the_references_order()
    {
        using var scope = TensorScope.Enter();
        TorchRuntime.Seed(1);
        using var conv = new Conv2d(4, 4, kernel: 3, groups: 4, bias: false);
        using var norm = new FrozenBatchNorm(4);
        foreach (var (_, tensor) in norm.State()) tensor.UniformInPlace(0.5, 1.5);
        var x = Tensor.Randn([2, 4, 9, 7]);
        var expected = norm.Forward(x.Conv2d(conv.Weight.Clone(MemoryFormat.Contiguous), null, [1, 1], [1, 1], [1, 1], 4));
        var actual = new NormalizedConv(conv, norm).Forward(x);
        Assert.False(actual.IsContiguous(MemoryFormat.ChannelsLast));
        Assert.Equal(expected.ToArray<float>(), actual.ToArray<float>());
    }

    [Fact]
    public void A_wrong_number_of_channels_is_reported_before_the_native_call()
    {
        using var scope = TensorScope.Enter();
        using var conv = new Conv2d(3, 8, kernel: 3);
        Assert.Throws<ArgumentException>(() => conv.Forward(Tensor.Zeros([1, 4, 5, 5])));
    }

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        var difference = (expected - actual).Abs().Max().Item();
        Assert.True(difference <= tolerance * Math.Max(1, expected.Abs().Max().Item()), $"difference {difference}");
    }
}
