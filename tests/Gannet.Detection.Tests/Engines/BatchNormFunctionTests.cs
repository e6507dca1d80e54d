using Gannet.Detection.Backbones;
using Gannet.Detection.Engines;
using Gannet.Detection.Layers;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Tests.Engines;

/// <summary>Trainable norms agree with libtorch's in 64 bits.</summary>
public sealed class BatchNormFunctionTests
{
    [Theory]
    [InlineData(Activation.None, false)]
    [InlineData(Activation.None, true)]
    [InlineData(Activation.Relu, false)]
    [InlineData(Activation.Relu, true)]
    [InlineData(Activation.HardSwish, false)]
    [InlineData(Activation.HardSwish, true)]
    public void Results_gradients_and_running_statistics_are_those_of_64_bits(Activation activation, bool adds)
    {
        using var scope = TensorScope.Enter();
        using var norm = Norm(channels: 20, seed: 1);
        Tensor x = Map(2, 20, 13, 17, seed: 2), addend = Map(2, 20, 13, 17, seed: 3), weights = Map(2, 20, 13, 17, seed: 4);
        Tensor[] wide = [.. new[] { x, norm.Weight, norm.Bias, addend, norm.RunningMean, norm.RunningVariance }.Select(Wide)];
        foreach (var leaf in (Tensor[])[x, addend, .. wide[..4]]) leaf.RequiresGradInPlace();

        Tensor y;
        using (LayerEngine.Use(new Float32Training())) y = norm.Forward(x, activation, adds ? addend : null);
        (y * weights).Sum().Backward();
        var reference = wide[0].BatchNorm(wide[1], wide[2], wide[4], wide[5], true, norm.Momentum, norm.Epsilon, true);
        if (adds) reference = reference + wide[3];
        reference = activation == Activation.HardSwish ? reference.Hardswish() : activation == Activation.Relu ? reference.Relu() : reference;
        (reference * Wide(weights)).Sum().Backward();

        AssertNear(reference, y);
        AssertNear(wide[0].Gradient!, x.Gradient!);
        AssertNear(wide[1].Gradient!, norm.Weight.Gradient!);
        AssertNear(wide[2].Gradient!, norm.Bias.Gradient!);
        if (adds) AssertNear(wide[3].Gradient!, addend.Gradient!);
        AssertNear(wide[4], norm.RunningMean);
        AssertNear(wide[5], norm.RunningVariance);
        Assert.Equal(1, norm.NamedBuffers().Single(static b => b.Name == "num_batches_tracked").Tensor.Item());
    }

    [Fact]
    public void A_step_of_a_network_has_the_gradient_of_64_bits()
    {
        using var scope = TensorScope.Enter();
        // Like the start of MobileNet: maps with many cells, and so long sums.
        using var a = new ConvNormActivation(3, 16, 3, 2, 1, new NormOptions { Kind = NormKind.Batch }, Activation.HardSwish);
        using var b = new ConvNormActivation(16, 16, 3, 1, 16, new NormOptions { Kind = NormKind.Batch }, Activation.Relu);
        using var c = new ConvNormActivation(16, 24, 1, 1, 1, new NormOptions { Kind = NormKind.Batch }, Activation.None);
        using var d = new ConvNormActivation(24, 24, 3, 2, 24, new NormOptions { Kind = NormKind.Batch }, Activation.HardSwish);
        using var e = new ConvNormActivation(24, 24, 1, 1, 1, new NormOptions { Kind = NormKind.Batch }, Activation.None);
        (ConvNormActivation Layer, Activation Activation)[] layers =
            [(a, Activation.HardSwish), (b, Activation.Relu), (c, Activation.None), (d, Activation.HardSwish), (e, Activation.None)];
        var random = new Random(5);
        foreach (var (layer, _) in layers)
        {
            layer.SetTraining(true);
            using var noGrad = NoGrad.Enter();
            layer.Conv.Weight.CopyInPlace(Uniform(layer.Conv.Weight.Shape.ToArray(), random));
        }

        var x = Map(2, 3, 400, 544, seed: 6);
        var weights = Map(2, 24, 100, 136, seed: 7);
        var y = x;
        using (LayerEngine.Use(new Float32Training()))
        {
            foreach (var (layer, _) in layers) y = layer.Forward(y);
        }

        (y * weights).Sum().Backward();
        var wide = Wide(x);
        List<(Tensor Narrow, Tensor Wide)> parameters = [];
        foreach (var (layer, activation) in layers)
        {
            var own = layer.NamedParameters().ToDictionary(static p => p.Name, static p => p.Tensor);
            Tensor conv = Leaf(own["0.weight"]), scale = Leaf(own["1.weight"]), shift = Leaf(own["1.bias"]);
            wide = wide.Conv2d(conv, null, [layer.Conv.Stride, layer.Conv.Stride], [layer.Conv.Padding.Y, layer.Conv.Padding.X], [1, 1], layer.Conv.Groups)
                .BatchNorm(scale, shift, null, null, true, 0.1, 1e-5, true);
            wide = activation == Activation.HardSwish ? wide.Hardswish() : activation == Activation.Relu ? wide.Relu() : wide;
            parameters.AddRange([(own["0.weight"], conv), (own["1.weight"], scale), (own["1.bias"], shift)]);
        }

        (wide * Wide(weights)).Sum().Backward();
        var (difference, length) = (0.0, 0.0);
        foreach (var (narrow, reference) in parameters)
        {
            difference += Math.Pow((Wide(narrow.Gradient!) - reference.Gradient!).Norm().Item(), 2);
            length += Math.Pow(reference.Gradient!.Norm().Item(), 2);
        }

        // Rounding error; a thousandth of the values near a kink of the activation may end up on its other side.
        Assert.InRange(Math.Sqrt(difference / length), 0, 1e-3);
    }

    [Fact]
    public void The_graph_frees_what_it_kept()
    {
        using var norm = Norm(channels: 4, seed: 1);
        using var engine = LayerEngine.Use(new Float32Training());
        var live = TensorCensus.Live;
        for (var k = 0; k < 3; k++)
        {
            using var scope = TensorScope.Enter();
            norm.Forward(Map(1, 4, 5, 5, seed: k), Activation.Relu, Map(1, 4, 5, 5, seed: k + 1)).Sum().Backward();
            norm.Weight.Gradient = null;
            norm.Bias.Gradient = null;
        }

        Assert.Equal(live, TensorCensus.Live);
    }

    [Fact]
    public void A_map_in_planes_is_left_to_libtorch()
    {
        using var scope = TensorScope.Enter();
        using var norm = Norm(channels: 3, seed: 1);
        Assert.Null(BatchNormFunction.Apply(norm, Tensor.From<float>(new float[24], 1, 3, 2, 4), null, Activation.None));
    }

    private static BatchNorm Norm(int channels, int seed)
    {
        var norm = new BatchNorm(channels);
        norm.SetTraining(true);
        using var noGrad = NoGrad.Enter();
        using var scope = TensorScope.Enter();
        norm.Weight.AddInPlace(Uniform([channels], new Random(seed)) * 0.5);
        norm.Bias.AddInPlace(Uniform([channels], new Random(seed + 1)));
        return norm;
    }

    private static Tensor Map(int images, int channels, int height, int width, int seed) =>
        Uniform([images, channels, height, width], new Random(seed)).Contiguous(MemoryFormat.ChannelsLast);

    // Uniform with variance 1.
    private static Tensor Uniform(long[] shape, Random random)
    {
        var values = new float[shape.Aggregate(1L, static (a, b) => a * b)];
        for (var k = 0; k < values.Length; k++) values[k] = (random.NextSingle() * 2 - 1) * 1.7320508f;
        return Tensor.From<float>(values, shape);
    }

    private static Tensor Wide(Tensor x) => x.Detach().To(Device.Cpu, ElementType.Double).Clone();

    private static Tensor Leaf(Tensor x) => Wide(x).RequiresGradInPlace();

    // Tolerance for 32-bit rounding of values near 1 and of sums of some hundred of them.
    private static void AssertNear(Tensor expected, Tensor actual) =>
        Assert.InRange((expected.Detach() - Wide(actual)).Norm().Item(), 0, 1e-6 * expected.Norm().Item());
}
