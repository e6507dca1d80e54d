using Gannet.Torch.Serialization;
using Gannet.Training.Recipes;

namespace Gannet.Training.Tests.Recipes;

[LeakCheck]
public sealed class StartingWeightsTests
{
    [Theory]
    [InlineData("resnet18", "layer1.0.conv2.weight", "layer2.1.conv1.weight")]
    [InlineData("resnet34", "layer1.0.conv2.weight", "layer2.3.conv1.weight")]
    [InlineData("resnet50", "backbone.body.layer1.0.conv3.weight", "backbone.body.layer3.5.conv1.weight")]
    [InlineData("resnet101", "layer1.0.conv3.weight", "layer3.22.conv1.weight")]
    [InlineData("densenet121", "features.denseblock1.denselayer1.conv1.weight", "features.denseblock3.denselayer24.conv1.weight")]
    [InlineData("mobilenet-v3-large", "features.0.0.weight", "features.1.block.0.0.weight")]
    [InlineData("vgg16", "features.0.weight", "features.28.weight")]
    [InlineData(null, "encoder.weight", "decoder.weight")]
    public void The_backbone_is_known_by_the_names_of_its_tensors(string? backbone, params string[] names)
    {
        using var folder = new TemporaryFolder();
        var weights = StartingWeights.Of(File(folder, names));
        Assert.Equal(backbone, weights.Backbone);
        Assert.False(weights.IsDetector);
        Assert.Null(weights.Options);
    }

    [Fact]
    public void Missing_stages_are_noticed()
    {
        using var folder = new TemporaryFolder();
        var weights = StartingWeights.Of(File(folder, "layer1.0.conv2.weight", "layer2.0.conv1.weight", "layer3.0.conv1.weight"));
        Assert.Equal(["layer1", "layer2", "layer3"], weights.Stages);
    }

    [Fact]
    public void A_model_brings_its_own_options()
    {
        using var folder = new TemporaryFolder();
        using var detector = SmallTraining.CreateDetector(1);
        detector.Save(folder.File("model.safetensors"));
        var weights = StartingWeights.Of(folder.File("model.safetensors"));
        Assert.Equal(("resnet18", true, 64), (weights.Backbone, weights.IsDetector, weights.Options!.Neck.Channels));
    }

    private static string File(TemporaryFolder folder, params string[] names)
    {
        var path = folder.File("weights.safetensors");
        SafetensorsWriter.Write(path, [.. names.Select(static name => TensorContent.From(name, [1], 1))]);
        return path;
    }
}
