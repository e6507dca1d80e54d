using Gannet.Detection.Backbones;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;
using Gannet.Torch.Serialization;

namespace Gannet.Detection.Tests.Parity;

/// <summary>The same weights give the same maps as torchvision 0.14.1's networks; fixtures by <c>tests/oracle/backbones.py</c>.</summary>
[LeakCheck]
public sealed class BackboneParityTests
{
    private const double Epsilon = 1e-5, InceptionEpsilon = 1e-3;

    [Theory]
    [InlineData("resnet50", "resnet50", "", false, Epsilon)]
    [InlineData("resnet50-layer3", "resnet50", "layer3", false, Epsilon)]
    [InlineData("resnet50-dilated", "resnet50", "layer3 layer4", true, Epsilon)]
    [InlineData("vgg16", "vgg16", "conv2 conv5", false, Epsilon)]
    [InlineData("densenet121", "densenet121", "", false, Epsilon)]
    [InlineData("densenet169", "densenet169", "", false, Epsilon)]
    [InlineData("inception-resnet-v2", "inception-resnet-v2", "", false, InceptionEpsilon)]
    public void Maps_are_the_references(string fixture, string name, string outputs, bool dilated, double epsilon)
    {
        using var backbone = Backbone.Create(new()
        {
            Name = name,
            Outputs = outputs.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Dilated = dilated,
            Norm = new() { Epsilon = epsilon },
        });
        DeterministicWeights.Fill(backbone);
        using var file = WeightFile.Open(Repository.Fixture($"backbones/{fixture}.safetensors"));
        // Frozen norms are folded into convolutions in channels-last format only.
        foreach (var format in (MemoryFormat[])[MemoryFormat.ChannelsLast, MemoryFormat.Contiguous])
        {
            using var inference = InferenceMode.Enter();
            using var scope = TensorScope.Enter();
            var maps = backbone.Forward(Input(file.Tensors["size"].ReadFloats(), format));
            Assert.Equal(file.Tensors.Count, 1 + 2 * maps.Length);
            for (var k = 0; k < maps.Length; k++)
            {
                Assert.Equal(file.Tensors[$"shape.{k}"].ReadFloats(), maps[k].Shape.ToArray().Select(static s => (float)s));
                var sketch = GradientSketch.Of($"map.{k}", maps[k].Contiguous().ToArray<float>());
                var ratio = GradientSketch.Ratio(sketch, file.Tensors[$"map.{k}"].ReadFloats());
                Assert.True(ratio <= 1e-4, $"{format}, map {k}: {ratio:E1}");
            }
        }
    }

    private static Tensor Input(float[] size, MemoryFormat format)
    {
        var (height, width, seed) = ((int)size[0], (int)size[1], DeterministicWeights.Seed("input"));
        var values = new float[3 * height * width];
        for (var k = 0; k < values.Length; k++) values[k] = (DeterministicWeights.Hash(seed, k) >> 40) * 1.1920929e-7f - 1;
        return Tensor.From<float>(values).Reshape([1, 3, height, width]).Contiguous(format);
    }
}
