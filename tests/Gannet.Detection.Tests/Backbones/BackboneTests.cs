using Gannet.Detection.Backbones;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Tests.Backbones;

[LeakCheck]
public sealed class BackboneTests
{
    [Theory]
    [InlineData("resnet18", "", new[] { 64, 128, 256, 512 }, new[] { 4, 8, 16, 32 })]
    [InlineData("resnet18", "layer3", new[] { 256 }, new[] { 16 })]
    [InlineData("resnet18", "layer4", new[] { 512 }, new[] { 32 })]
    [InlineData("resnet50", "layer2 conv1", new[] { 64, 512 }, new[] { 4, 8 })]
    [InlineData("mobilenet-v3-large", "", new[] { 160, 960 }, new[] { 32, 32 })]
    [InlineData("mobilenet-v3-large", "stage1 stage4", new[] { 16, 80 }, new[] { 2, 16 })]
    public void Maps_have_the_channels_and_strides_that_are_told(string name, string outputs, int[] channels, int[] strides)
    {
        using var backbone = Create(name, outputs);
        Assert.Equal(channels, backbone.Channels);
        Assert.Equal(strides, backbone.Strides);
        Assert.All(backbone.Origins, static o => Assert.Equal(0, o));
        Assert.Equal(strides.Select((s, k) => new long[] { 2, channels[k], 64 / s, 96 / s }), Shapes(backbone, 64, 96));
    }

    [Fact]
    public void A_dilated_resnet_stays_at_a_sixteenth_and_takes_the_same_weights()
    {
        using var plain = Create("resnet50");
        using var dilated = Backbone.Create(new() { Name = "resnet50", Dilated = true, Outputs = ["layer3", "layer4"] });
        Assert.Equal([16, 16], dilated.Strides);
        Assert.Equal([[2, 1024, 4, 6], [2, 2048, 4, 6]], Shapes(dilated, 64, 96));
        Assert.Equal(plain.State().Select(Describe), dilated.State().Select(Describe));
    }

    [Fact]
    public void What_comes_after_the_last_map_is_not_built()
    {
        using var backbone = Create("resnet18", "layer2");
        Assert.Equal(["conv1", "layer1", "layer2"], backbone.StageNames);
        Assert.DoesNotContain(backbone.State(), static s => s.Name.StartsWith("layer3", StringComparison.Ordinal));
        using var mobile = Create("mobilenet-v3-large", "stage5");
        Assert.Equal(14, mobile.Children.Count); // up to the first layer of stage 5, the thirteenth after the stem
    }

    [Theory]
    [InlineData("resnet18", "")]
    [InlineData("mobilenet-v3-large", "")]
    [InlineData("vgg16-bn", "conv4")]
    [InlineData("densenet121", "")]
    [InlineData("inception-resnet-v2", "")]
    public void Every_parameter_belongs_to_one_stage(string name, string outputs)
    {
        using var backbone = Backbone.Create(new() { Name = name, Outputs = Split(outputs), Norm = new() { Kind = NormKind.Batch } });
        var inStages = backbone.StageNames.SelectMany(backbone.StageParts).SelectMany(static p => p.NamedParameters()).Select(static p => p.Tensor).ToList();
        Assert.Equal(backbone.NamedParameters().Count(), inStages.Count);
        Assert.Equal(inStages.Count, inStages.Distinct().Count());
    }

    [Theory]
    [InlineData(2, "layer4", "layer3 layer4")]
    [InlineData(2, "layer3", "layer3")] // layer4 would be trained too, but is not built
    [InlineData(0, "layer4", "")]
    public void All_but_the_last_stages_of_the_whole_network_are_frozen(int trainable, string outputs, string trained)
    {
        using var backbone = Create("resnet18", outputs);
        backbone.FreezeAllBut(trainable);
        Assert.Equal(Split(trained), backbone.NamedParameters().Where(static p => p.Tensor.RequiresGrad).Select(static p => p.Name.Split('.')[0]).Distinct());
    }

    [Theory]
    [InlineData("resnet18", "layer33", "there is no stage 'layer33' in this backbone; did you mean 'layer3'?")]
    [InlineData("resnet18", "layer3 layer3", "backbone.outputs names a stage twice")]
    [InlineData("resnet-50", "", "did you mean 'resnet50'?")]
    [InlineData("mobilenet-v3-large", "layer3", "there is no stage 'layer3'")]
    public void A_wrong_name_is_an_error_with_the_nearest(string name, string outputs, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidOptionException>(() => Create(name, outputs)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("resnet18", 1)]
    [InlineData("mobilenet-v3-large", 1)]
    [InlineData("vgg16", 16)]
    [InlineData("densenet121", 29)]
    [InlineData("inception-resnet-v2", 75)]
    public void The_least_picture_has_one_cell_and_a_smaller_one_is_refused(string name, int side)
    {
        using var backbone = Create(name);
        Assert.Equal(side, backbone.LeastSide);
        Assert.Equal([1, 1], Shapes(backbone, side, side)[^1][2..]);
        if (side == 1) return;
        var error = Assert.Throws<InvalidDataException>(() => Shapes(backbone, side + 9, side - 1));
        Assert.StartsWith($"pictures of {side - 1} × {side + 9} pixels are too small", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_null_among_the_outputs_is_an_error() => Assert.Contains("there is no stage ''",
        Assert.Throws<InvalidOptionException>(static () => Backbone.Create(new() { Outputs = [null!] })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_dilated_form_is_refused_where_there_is_none() => Assert.Contains("backbone.dilated is for resnet backbones",
        Assert.Throws<InvalidOptionException>(static () => Backbone.Create(new() { Name = "mobilenet-v3-large", Dilated = true })).Message,
        StringComparison.Ordinal);

    private static Backbone Create(string name, string outputs = "") => Backbone.Create(new() { Name = name, Outputs = Split(outputs) });

    private static string[] Split(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Describe(NamedTensor tensor) => $"{tensor.Name} [{string.Join(", ", tensor.Tensor.Shape.ToArray())}]";

    private static long[][] Shapes(Backbone backbone, int height, int width)
    {
        using var inference = InferenceMode.Enter();
        using var scope = TensorScope.Enter();
        return [.. backbone.Forward(Tensor.Zeros([2, 3, height, width])).Select(static m => m.Shape.ToArray())];
    }
}
