using Gannet.Detection.Anchors;
using Gannet.Detection.Proposals;
using Gannet.Detection.Tests.Systems;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Tests.Proposals;

[LeakCheck]
public sealed class RpnHeadTests
{
    private const int Channels = 6, Width = 5, Anchors = 3;

    [Theory]
    [InlineData(false, "conv.0.0.weight conv.0.0.bias", Channels * Width * 9 + Width)]
    [InlineData(true, "conv.0.0.depthwise.weight conv.0.0.pointwise.weight conv.0.0.pointwise.bias", Channels * 9 + Channels * Width + Width)]
    public void A_separable_convolution_is_two_of_fewer_weights(bool separable, string names, int count)
    {
        using var head = Create(new() { Separable = separable });
        var hidden = head.NamedParameters().Where(static p => p.Name.StartsWith("conv.", StringComparison.Ordinal)).ToList();
        Assert.Equal(names.Split(' '), hidden.Select(static p => p.Name));
        Assert.Equal(count, hidden.Sum(static p => p.Tensor.Count));
        Assert.Equal(!separable, head.CanForwardSampled);
    }

    [Fact]
    public void A_separable_convolution_looks_at_each_channel_then_mixes_them()
    {
        using var scope = TensorScope.Enter();
        using var head = Create(new() { Separable = true });
        var x = Tensor.Randn([1, Channels, 5, 7]);
        var layer = (RpnLayer)head.Child("conv.0.0");
        var expected = ((Conv2d)layer.Child("pointwise")).Forward(((Conv2d)layer.Child("depthwise")).Forward(x)).Relu();
        Assert.Equal(expected.ToArray<float>(), layer.Forward(x).ToArray<float>());
        // A change in one channel affects only that channel of the depthwise convolution.
        var changed = Tensor.Cat([x.Narrow(1, 0, 1) + 1, x.Narrow(1, 1, Channels - 1)], 1);
        var apart = ((Conv2d)layer.Child("depthwise")).Forward(changed) - ((Conv2d)layer.Child("depthwise")).Forward(x);
        Assert.True(apart.Narrow(1, 0, 1).Abs().Sum().Item() > 0);
        Assert.Equal(0, apart.Narrow(1, 1, Channels - 1).Abs().Sum().Item());
    }

    // Without its ReLU the head is one linear map: f(−x) − f(0) = −(f(x) − f(0)).
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_its_relu_the_head_is_linear(bool relu)
    {
        using var scope = TensorScope.Enter();
        using var head = Create(new() { HiddenRelu = relu });
        var x = Tensor.Randn([1, Channels, 4, 4]);
        var zero = head.Forward([x * 0.0]).Logits;
        var sum = (head.Forward([x]).Logits - zero + (head.Forward([-x]).Logits - zero)).Abs().Max().Item();
        if (relu) Assert.True(sum > 1e-5, $"{sum}");
        else Assert.True(sum < 1e-7, $"{sum}");
    }

    [Fact]
    public void The_softmax_of_a_pair_is_the_sigmoid_of_its_difference()
    {
        using var scope = TensorScope.Enter();
        using var head = Create(new() { Objectness = ObjectnessKind.Softmax });
        var classes = (Conv2d)head.Child("cls_logits");
        Assert.Equal(2 * Anchors, classes.Outputs);
        var x = Tensor.Randn([1, Channels, 2, 2]);
        var pairs = classes.Forward(((RpnLayer)head.Child("conv.0.0")).Forward(x)).Permute([0, 2, 3, 1]).Reshape([-1, 2]);
        var foreground = pairs.Softmax(1).Select(1, 1).ToArray<float>();
        Assert.Equal(foreground, head.Forward([x]).Logits.Reshape([-1]).Sigmoid().ToArray<float>(), static (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Theory]
    [InlineData(ObjectnessKind.Sigmoid)]
    [InlineData(ObjectnessKind.Softmax)]
    public void Sampled_predictions_are_the_dense_ones(ObjectnessKind objectness)
    {
        using var scope = TensorScope.Enter();
        using var head = Create(new() { Objectness = objectness });
        Tensor[] levels = [Tensor.Randn([2, Channels, 4, 5]), Tensor.Randn([2, Channels, 2, 3])];
        var grid = new AnchorGenerator(new() { Sizes = [[8], [16]] }).Generate(32, 40, [(4, 5), (2, 3)]);
        var total = grid.Boxes.Length;
        (int Image, int Anchor)[] sampled = [.. Enumerable.Range(0, 2 * total).Where(static k => k % 5 != 2).Select(k => (k % 2, k / 2))];
        var dense = head.Forward(levels);
        var few = head.ForwardSampled(levels, new(levels, grid, Anchors, sampled));
        var (logits, deltas) = (dense.Logits.ToArray<float>(), dense.Deltas.ToArray<float>());
        Assert.Equal([.. sampled.Select(s => logits[s.Image * total + s.Anchor])], few.Logits.ToArray<float>(), static (a, b) => Math.Abs(a - b) < 1e-6f);
        Assert.Equal([.. sampled.SelectMany(s => deltas[((s.Image * total + s.Anchor) * 4)..][..4])], few.Deltas.ToArray<float>(),
            static (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    private static RpnHead Create(ProposalOptions options) => new(Channels, Anchors, 1, options with { Width = Width });
}
