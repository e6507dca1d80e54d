using Gannet.Torch.Nn;
using Gannet.Torch.Optim;
using Gannet.Training.Optimization;
using Gannet.Training.Setup;

namespace Gannet.Training.Tests.Optimization;

[LeakCheck]
public sealed class OptimizerSetupTests
{
    private const string Preset = "faster-rcnn-resnet18-fpn";

    [Theory]
    [InlineData("sgd", typeof(Sgd))]
    [InlineData("adam_w", typeof(AdamW))]
    [InlineData("adam", typeof(Adam))]
    [InlineData("nadam", typeof(Nadam))]
    [InlineData("rms_prop", typeof(RmsProp))]
    public void An_optimizer_is_chosen_by_name(string name, Type type)
    {
        var options = DetectorSetup.Training(Preset, [$"training.optimizer={name}"]);
        using var linear = new Linear(2, 3);
        using var optimizer = OptimizerSetup.Create(options, linear.NamedParameters("fc."));
        Assert.IsType(type, optimizer);
        var group = Assert.Single(optimizer.Groups);
        Assert.Equal((1, 1e-4), (group.RateFactor, group.WeightDecay));
        Assert.Equal(["fc.weight", "fc.bias"], group.Parameters.Select(static p => p.Name));
    }

    [Fact]
    public void Biases_can_have_a_rate_of_their_own_and_no_decay()
    {
        var options = DetectorSetup.Training(Preset, ["training.bias_rate_factor=2", "training.decay_biases=false"]);
        using var linear = new Linear(2, 3);
        using var optimizer = OptimizerSetup.Create(options, linear.NamedParameters("fc."));
        Assert.Equal(
            [("fc.weight", 1.0, 1e-4), ("fc.bias", 2.0, 0.0)],
            optimizer.Groups.Select(static g => (Assert.Single(g.Parameters).Name, g.RateFactor, g.WeightDecay)));
    }

    [Fact]
    public void What_is_frozen_is_in_no_group()
    {
        using var linear = new Linear(2, 3);
        linear.Bias.RequiresGradInPlace(false);
        using var optimizer = OptimizerSetup.Create(new(), linear.NamedParameters("fc."));
        Assert.Equal("fc.weight", Assert.Single(optimizer.Parameters).Name);
    }
}
