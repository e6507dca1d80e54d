using Gannet.Detection.Engines;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Tests.Engines;

/// <summary>Operations are counted by each layer's definition, once per layer.</summary>
public sealed class CountingLayersTests
{
    [Theory]
    [InlineData(1, 2.0 * 6 * (5 * 4) * 4 * (3 * 3))] // 6 maps of 5 × 4 cells, each from 4 channels and 3 × 3 kernels
    [InlineData(2, 2.0 * 6 * (5 * 4) * 2 * (3 * 3))] // each group sees half of the channels
    public void A_convolution_counts_its_products_and_sums(int groups, double expected)
    {
        using var conv = new Conv2d(4, 6, 3, stride: 2, groups: groups);
        Assert.Equal(expected, CountIn(() => conv.Forward(Tensor.Randn([1, 4, 9, 7]))));
    }

    [Fact]
    public void A_norm_changes_nothing_and_has_no_layer_counted_twice()
    {
        using var conv = new Conv2d(4, 6, 1);
        using var norm = new GroupNorm(6);
        Assert.Equal(2.0 * 6 * (9 * 7) * 4, CountIn(() => new NormalizedConv(conv, norm).Forward(Tensor.Randn([1, 4, 9, 7]), Activation.Relu)));
    }

    [Fact]
    public void A_matrix_counts_for_every_row()
    {
        using var linear = new Linear(5, 3);
        Assert.Equal(2.0 * 7 * 5 * 3, CountIn(() => linear.Forward(Tensor.Randn([7, 5]))));
    }

    [Fact]
    public void A_detector_counts_alike_compiled_or_not_and_finds_the_same_afterwards()
    {
        using var detector = SmallDetector.Create();
        var picture = SmallDetector.Image(90, 70);
        var plain = detector.CountOperations([picture]);
        var before = detector.Compile().Detect([picture])[0];
        Assert.Equal(plain, detector.CountOperations([picture]));
        Assert.Equal(before, detector.Detect([picture])[0]);
        Assert.True(detector.IsCompiled);
        // ResNet-18 is 1.8 GFLOP on 224 × 224; this image becomes about 64 × 96, and a pyramid and two heads are added.
        Assert.InRange(plain, 1.8e9 * 64 * 82 / (224 * 224), 1e9);
    }

    private static double CountIn(Func<Tensor> run)
    {
        using var scope = TensorScope.Enter();
        var counter = new CountingLayers();
        using (LayerEngine.Use(counter)) run();
        return counter.Operations;
    }
}
