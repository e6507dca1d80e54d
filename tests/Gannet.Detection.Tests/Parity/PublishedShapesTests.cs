using Gannet.Detection.Backbones;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Tests.Parity;

/// <summary>Parameter counts and shapes as in the papers, torchvision and timm, without classifiers.</summary>
[LeakCheck]
public sealed class PublishedShapesTests
{
    [Theory]
    [InlineData("resnet18", 11_176_512)]
    [InlineData("resnet34", 21_284_672)]
    [InlineData("resnet50", 23_508_032)]
    [InlineData("resnet101", 42_500_160)]
    [InlineData("vgg16", 14_714_688)] // 138,357,544 with the three fully connected layers
    [InlineData("vgg16-bn", 14_723_136)]
    [InlineData("densenet121", 6_953_856)]
    [InlineData("densenet169", 12_484_480)]
    [InlineData("inception-resnet-v2", 54_306_464)] // 55,843,464 with timm's classifier of 1,000 classes
    [InlineData("mobilenet-v3-large", 2_971_952)]
    public void Features_have_the_published_number_of_parameters(string name, long count)
    {
        using var backbone = Backbone.Create(new() { Name = name, Norm = new() { Kind = NormKind.Batch } });
        Assert.Equal(count, backbone.NamedParameters().Sum(static p => p.Tensor.Count));
    }

    [Theory]
    [InlineData("vgg16", new[] { 512 }, new[] { 16 })]
    [InlineData("densenet121", new[] { 256, 512, 1024, 1024 }, new[] { 4, 8, 16, 32 })]
    [InlineData("densenet169", new[] { 256, 512, 1280, 1664 }, new[] { 4, 8, 16, 32 })]
    public void Padded_maps_cover_the_picture(string name, int[] channels, int[] strides)
    {
        using var backbone = Backbone.Create(new() { Name = name });
        Assert.Equal(channels, backbone.Channels);
        Assert.Equal(strides, backbone.Strides);
        Assert.All(backbone.Origins, static o => Assert.Equal(0, o));
        Assert.Equal(strides.Select((s, k) => new long[] { 1, channels[k], 64 / s, 96 / s }), Shapes(backbone, 64, 96));
    }

    [Fact]
    public void Vgg_gives_800_pixels_50_cells()
    {
        using var backbone = Backbone.Create(new() { Name = "vgg16" });
        Assert.Equal([[1, 512, 50, 50]], Shapes(backbone, 800, 800));
    }

    // R-FCN crops one cell on each side of the first map, which leaves 36 × 48.
    [Fact]
    public void Inception_resnet_gives_640_by_832_pixels_38_by_50_cells()
    {
        using var backbone = Backbone.Create(new() { Name = "inception-resnet-v2" });
        Assert.Equal([1088, 1536], backbone.Channels);
        Assert.Equal([16, 32], backbone.Strides);
        Assert.Equal([13.5f, 21.5f], backbone.Origins);
        Assert.Equal([[1, 1088, 38, 50], [1, 1536, 18, 24]], Shapes(backbone, 640, 832));
    }

    [Fact]
    public void Every_stage_of_inception_resnet_is_named_and_measured()
    {
        string[] names =
        [
            "conv2d_1a", "conv2d_2a", "conv2d_2b", "maxpool_3a", "conv2d_3b", "conv2d_4a", "maxpool_5a", "mixed_5b", "repeat", "mixed_6a",
            "repeat_1", "mixed_7a", "repeat_2", "block8", "conv2d_7b",
        ];
        using var backbone = Backbone.Create(new() { Name = "inception-resnet-v2", Outputs = names });
        Assert.Equal(names, backbone.StageNames);
        Assert.Equal([32, 32, 64, 64, 80, 192, 192, 320, 320, 1088, 1088, 2080, 2080, 2080, 1536], backbone.Channels);
        Assert.Equal([2, 2, 2, 4, 4, 4, 8, 8, 8, 16, 16, 32, 32, 32, 32], backbone.Strides);
        Assert.Equal([0.5f, 2.5f, 2.5f, 3.5f, 3.5f, 7.5f, 9.5f, 9.5f, 9.5f, 13.5f, 13.5f, 21.5f, 21.5f, 21.5f, 21.5f], backbone.Origins);
        // The heights that the paper gives for 299 pixels.
        Assert.Equal([149, 147, 147, 73, 73, 71, 35, 35, 35, 17, 17, 8, 8, 8, 8], Shapes(backbone, 299, 299).Select(static s => s[2]));
    }

    // The origin is half a stride before the centre of the first cell's receptive field, which is found by moving one bright pixel.
    [Fact]
    public void The_first_cell_of_an_unpadded_map_is_centred_on_what_it_sees()
    {
        using var backbone = Backbone.Create(new() { Name = "inception-resnet-v2", Outputs = ["conv2d_2a"] });
        var (origin, stride, seen) = (backbone.Origins[0], backbone.Strides[0], new List<int>());
        var dark = FirstCell(backbone, -1);
        for (var pixel = 0; pixel < 15; pixel++)
        {
            if (!FirstCell(backbone, pixel).SequenceEqual(dark)) seen.Add(pixel);
        }

        Assert.Equal(origin + stride / 2f, (seen[0] + seen[^1] + 1) / 2f);
    }

    private static float[] FirstCell(Backbone backbone, int brightPixel)
    {
        using var inference = InferenceMode.Enter();
        using var scope = TensorScope.Enter();
        var pixels = new float[3 * 15 * 15];
        if (brightPixel >= 0) for (var k = 0; k < 3 * 15; k++) pixels[k * 15 + brightPixel] = 1;
        return backbone.Forward(Tensor.From<float>(pixels).Reshape([1, 3, 15, 15]))[0].Select(2, 0).Select(2, 0).Contiguous().ToArray<float>();
    }

    private static long[][] Shapes(Backbone backbone, int height, int width)
    {
        using var inference = InferenceMode.Enter();
        using var scope = TensorScope.Enter();
        return [.. backbone.Forward(Tensor.Zeros([1, 3, height, width])).Select(static m => m.Shape.ToArray())];
    }
}
