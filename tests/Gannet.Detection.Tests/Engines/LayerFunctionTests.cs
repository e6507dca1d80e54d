using Gannet.Detection.Engines;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Tests.Engines;

/// <summary>Layers that our kernels train agree with libtorch's in 64 bits.</summary>
[LeakCheck]
public sealed class LayerFunctionTests
{
    [Theory]
    [InlineData(3, Activation.None, false)]
    [InlineData(3, Activation.Relu, false)]
    [InlineData(3, Activation.Relu, true)]
    [InlineData(1, Activation.None, true)]
    [InlineData(1, Activation.Relu, true)]
    public void A_convolution_and_its_gradients_are_those_of_64_bits(int kernel, Activation activation, bool adds)
    {
        using var scope = TensorScope.Enter();
        using var conv = new Conv2d(40, 70, kernel);
        Tensor x = Map(2, 40, 13, 18, seed: 2).RequiresGradInPlace(), addend = Map(2, 70, 13, 18, seed: 3).RequiresGradInPlace(), weights = Map(2, 70, 13, 18, seed: 4);
        Tensor[] wide = [.. new[] { x, conv.Weight, conv.Bias!, addend }.Select(Wide)];

        var y = Forward(engine => engine.Convolve(conv, null, x, adds ? addend : null, activation));
        (y * weights).Sum().Backward();
        var padding = kernel / 2;
        var reference = wide[0].Conv2d(wide[1], wide[2], [1, 1], [padding, padding]);
        if (adds) reference = reference + wide[3];
        if (activation == Activation.Relu) reference = reference.Relu();
        (reference * Wide(weights)).Sum().Backward();

        AssertNear(reference, y);
        AssertNear(wide[0].Gradient!, x.Gradient!);
        AssertNear(wide[1].Gradient!, conv.Weight.Gradient!);
        AssertNear(wide[2].Gradient!, conv.Bias!.Gradient!);
        if (adds) AssertNear(wide[3].Gradient!, addend.Gradient!);
    }

    [Theory]
    [InlineData(Activation.None)]
    [InlineData(Activation.Relu)]
    public void A_linear_layer_and_its_gradients_are_those_of_64_bits(Activation activation)
    {
        using var scope = TensorScope.Enter();
        using var linear = new Linear(90, 37);
        // Features of regions are flattened first.
        var x = Uniform([21, 10, 3, 3], seed: 2).RequiresGradInPlace();
        var weights = Uniform([21, 37], seed: 3);
        Tensor[] wide = [.. new[] { x, linear.Weight, linear.Bias }.Select(Wide)];

        var y = Forward(engine => engine.Map(linear, x, activation));
        (y * weights).Sum().Backward();
        var reference = wide[0].Flatten(1).Linear(wide[1], wide[2]);
        if (activation == Activation.Relu) reference = reference.Relu();
        (reference * Wide(weights)).Sum().Backward();

        AssertNear(reference, y);
        AssertNear(wide[0].Gradient!, x.Gradient!);
        AssertNear(wide[1].Gradient!, linear.Weight.Gradient!);
        AssertNear(wide[2].Gradient!, linear.Bias.Gradient!);
    }

    [Fact]
    public void A_frozen_norm_is_folded_in()
    {
        using var scope = TensorScope.Enter();
        using var conv = new Conv2d(32, 32, 3, bias: false);
        using var norm = new BatchNorm(32);
        norm.RunningMean.CopyInPlace(Uniform([32], seed: 5));
        var x = Map(1, 32, 9, 9, seed: 2);
        Tensor[] wide = [.. new[] { x, conv.Weight }.Select(Wide)];

        var y = Forward(engine => engine.Convolve(conv, norm, x, null, Activation.Relu));
        y.Sum().Backward();
        var reference = ((wide[0].Conv2d(wide[1], null, [1, 1], [1, 1]) - Wide(norm.RunningMean).Detach().Reshape([1, 32, 1, 1])) / Math.Sqrt(1 + norm.Epsilon)).Relu();
        reference.Sum().Backward();

        AssertNear(reference, y);
        AssertNear(wide[1].Gradient!, conv.Weight.Gradient!);
    }

    [Fact]
    public void Frozen_weights_get_no_gradient_but_pass_one_on()
    {
        using var scope = TensorScope.Enter();
        using var conv = new Conv2d(32, 32, 3);
        conv.Freeze();
        var x = Map(1, 32, 6, 6, seed: 2).RequiresGradInPlace();

        Forward(engine => engine.Convolve(conv, null, x, null, Activation.Relu)).Sum().Backward();

        Assert.Null(conv.Weight.Gradient);
        Assert.NotNull(x.Gradient);
    }

    // A training that diverges must be visible.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Activations_pass_NaN_on(int kernel)
    {
        using var scope = TensorScope.Enter();
        using var conv = new Conv2d(32, 32, kernel);
        var x = Map(1, 32, 6, 6, seed: 2) * double.NaN;

        var y = Forward(engine => engine.Convolve(conv, null, x.Contiguous(MemoryFormat.ChannelsLast), null, Activation.Relu));

        Assert.All(y.ToArray<float>(), static v => Assert.True(float.IsNaN(v)));
    }

    [Fact]
    public void The_graph_frees_what_it_kept()
    {
        using var conv = new Conv2d(32, 32, 3);
        var live = TensorCensus.Live;
        for (var k = 0; k < 3; k++)
        {
            using var scope = TensorScope.Enter();
            var x = Map(1, 32, 5, 5, seed: k).RequiresGradInPlace();
            Forward(engine => engine.Convolve(conv, null, x, null, Activation.Relu)).Sum().Backward();
            conv.Weight.Gradient = null;
            conv.Bias!.Gradient = null;
        }

        Assert.Equal(live, TensorCensus.Live);
    }

    public static TheoryData<int, int, int, int> Others() => new() { { 32, 3, 2, 1 }, { 32, 7, 1, 1 }, { 32, 3, 1, 32 }, { 8, 3, 1, 1 } };

    [Theory]
    [MemberData(nameof(Others))]
    public void Other_convolutions_are_left_to_libtorch(int channels, int kernel, int stride, int groups)
    {
        using var scope = TensorScope.Enter();
        using var conv = new Conv2d(channels, channels, kernel, stride, groups: groups);
        Assert.Null(new Float32Training().Convolve(conv, null, Map(1, channels, 9, 9, seed: 1), null, Activation.None));
    }

    [Fact]
    public void A_map_in_planes_is_left_to_libtorch()
    {
        using var scope = TensorScope.Enter();
        using var conv = new Conv2d(32, 32, 3);
        Assert.Null(new Float32Training().Convolve(conv, null, Uniform([1, 32, 9, 9], seed: 1), null, Activation.None));
    }

    private static Tensor Forward(Func<LayerEngine, Tensor?> layer)
    {
        var engine = new Float32Training();
        using var use = LayerEngine.Use(engine);
        return layer(engine) ?? throw new InvalidOperationException("The engine declined.");
    }

    private static Tensor Map(long n, long c, long h, long w, int seed) => Uniform([n, c, h, w], seed).Contiguous(MemoryFormat.ChannelsLast);

    private static Tensor Uniform(long[] shape, int seed)
    {
        var random = new Random(seed);
        var values = new float[shape.Aggregate(1L, static (a, b) => a * b)];
        for (var k = 0; k < values.Length; k++) values[k] = 2 * random.NextSingle() - 1;
        return Tensor.From<float>(values, shape);
    }

    private static Tensor Wide(Tensor x) => x.Detach().To(ElementType.Double, copy: true).RequiresGradInPlace();

    private static void AssertNear(Tensor expected, Tensor actual)
    {
        var scale = expected.Detach().Abs().Max().Item();
        Assert.InRange((expected.Detach() - actual.Detach().To(ElementType.Double)).Abs().Max().Item(), 0, 2e-5 * scale);
    }
}
