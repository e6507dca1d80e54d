using Gannet.Torch.Nn;
using Gannet.Torch.Tests.Parity;

namespace Gannet.Torch.Tests.Nn;

[LeakCheck]
public sealed class NormTests
{
    [Fact]
    public void Live_batch_norm_is_PyTorchs_in_training_and_in_evaluation()
    {
        var expected = LayerOracle.File.GetProperty("batchNorm");
        using var norm = new BatchNorm(3);
        LayerOracle.Fill(norm, expected.GetProperty("state"));
        norm.SetTraining(true);
        foreach (var step in expected.GetProperty("steps").EnumerateArray())
        {
            LayerOracle.AssertSame(step, norm, norm.Forward);
            foreach (var (name, tensor) in norm.State()) StoredValues.AssertClose(step.GetProperty("after").GetProperty(name), tensor, 1e-5);
        }

        norm.SetTraining(false);
        LayerOracle.AssertSame(expected.GetProperty("evaluation"), norm, norm.Forward);
        Assert.Equal(3, norm.NamedBuffers().Single(static b => b.Name == "num_batches_tracked").Tensor.Item());
    }

    [Fact]
    public void Frozen_batch_norm_is_torchvisions()
    {
        var expected = LayerOracle.File.GetProperty("frozenBatchNorm");
        using var norm = new FrozenBatchNorm(3);
        LayerOracle.Fill(norm, expected.GetProperty("state"));
        norm.SetTraining(true); // makes no difference
        LayerOracle.AssertSame(expected, norm, norm.Forward);
    }

    [Fact]
    public void Group_norm_is_PyTorchs_with_the_most_groups_that_divide_the_channels()
    {
        foreach (var expected in LayerOracle.File.GetProperty("groupNorms").EnumerateArray())
        {
            using var norm = new GroupNorm(expected.GetProperty("channels").GetInt32());
            LayerOracle.Fill(norm, expected.GetProperty("state"));
            LayerOracle.AssertSame(expected, norm, norm.Forward);
        }
    }

    [Fact]
    public void One_value_a_channel_has_no_variance_and_is_refused_in_training()
    {
        using var scope = TensorScope.Enter();
        using var norm = new BatchNorm(2);
        norm.SetTraining(true);
        var error = Assert.Throws<ArgumentException>(() => norm.Forward(Tensor.Ones([1, 2, 1, 1])));
        Assert.DoesNotContain('\n', error.Message);
        Assert.All(norm.State(), static s => Assert.All(s.Tensor.ToArray<float>(), static v => Assert.True(float.IsFinite(v))));
        norm.SetTraining(false);
        Assert.Equal([2], norm.Forward(Tensor.Ones([1, 2, 1, 1])).Reshape([-1]).Shape);
    }

    [Fact]
    public void A_live_norm_whose_scale_is_frozen_keeps_its_statistics_and_uses_them()
    {
        using var scope = TensorScope.Enter();
        using var norm = new BatchNorm(2);
        norm.Freeze();
        norm.SetTraining(true);
        var x = Tensor.From<float>([1, 3, 5, 7]).Reshape([2, 2, 1, 1]);
        StoredValues.AssertClose([1, 3, 5, 7], norm.Forward(x).ToArray<float>(), 1e-4);
        var state = norm.State().ToDictionary(static s => s.Name, static s => s.Tensor);
        Assert.Equal([0f, 0], state["running_mean"].ToArray<float>());
        Assert.Equal([1f, 1], state["running_var"].ToArray<float>());
        Assert.Equal(0, state["num_batches_tracked"].Item());
        Assert.NotNull(norm.FixedAffine());

        state["weight"].RequiresGradInPlace();
        Assert.Null(norm.FixedAffine());
        StoredValues.AssertClose([-1, -1, 1, 1], norm.Forward(x).ToArray<float>(), 1e-4);
        Assert.Equal(1, state["num_batches_tracked"].Item());
    }

    [Fact]
    public void Options_make_the_norm_they_name()
    {
        using var frozen = new NormOptions().Create(4);
        using var live = new NormOptions { Kind = NormKind.Batch }.Create(4);
        using var group = new NormOptions { Kind = NormKind.Group }.Create(4);
        Assert.IsType<FrozenBatchNorm>(frozen);
        Assert.IsType<BatchNorm>(live);
        Assert.IsType<GroupNorm>(group);
        Assert.Throws<ArgumentOutOfRangeException>(() => new NormOptions { Kind = (NormKind)9 }.Create(4));
    }
}
