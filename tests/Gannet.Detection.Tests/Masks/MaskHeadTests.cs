using Gannet.Detection.Images;
using Gannet.Detection.Masks;
using Gannet.Detection.Necks;
using Gannet.Detection.Tests.Parity;
using Gannet.Kernels.Masks;
using Gannet.Masks;
using Gannet.Torch;

namespace Gannet.Detection.Tests.Masks;

/// <summary>The same weights, features and outlines give torchvision 0.14.1's masks, loss and gradients.</summary>
public sealed class MaskHeadTests
{
    private static readonly MaskOptions s_options = new() { Channels = MaskFixture.Channels };

    [Fact]
    public void Logits_are_torchvisions()
    {
        using var fixture = new MaskFixture();
        using var head = CreateHead();
        using var scope = TensorScope.Enter();
        var logits = head.Forward(MaskFixture.Features(), fixture.Regions);
        Assert.Equal([5, MaskFixture.Classes + 1, 28, 28], logits.Shape);
        var (actual, expected) = (logits.ToArray<float>(), fixture.Floats("logits"));
        var at = 0;
        for (var map = 0; map < 5 * (MaskFixture.Classes + 1); map++)
        {
            for (var y = 0; y < 28; y += 3)
            {
                for (var x = 0; x < 28; x += 3) Assert.Equal(expected[at++], actual[(map * 28 + y) * 28 + x], 1e-4);
            }
        }

        Assert.Equal(expected.Length, at);
        Assert.InRange(expected.Max(Math.Abs), 1, 100);
    }

    [Fact]
    public void Loss_and_gradients_are_torchvisions()
    {
        using var fixture = new MaskFixture();
        using var head = CreateHead();
        using var scope = TensorScope.Enter();
        var features = MaskFixture.Features();
        var loss = head.ComputeLoss(features, Regions(fixture));
        loss.Backward();

        Assert.Equal(fixture.Floats("loss")[0], loss.Item(), 1e-5);
        var named = head.NamedParameters().Select(static p => (p.Name, p.Tensor)).Concat(features.Select(static (f, k) => ($"feature.{k}", f))).ToList();
        Assert.Equal(16, named.Count);
        foreach (var (name, tensor) in named)
        {
            var expected = fixture.Floats($"gradient.{name}");
            if (expected.All(static value => value == 0)) Assert.All(tensor.Gradient?.ToArray<float>() ?? [], static value => Assert.Equal(0, value));
            else Assert.True(GradientSketch.Ratio(GradientSketch.Of(name, tensor.Gradient!.ToArray<float>()), expected) <= 1e-3, name);
        }
    }

    [Fact]
    public void Targets_are_torchvisions()
    {
        using var fixture = new MaskFixture();
        var (expected, drawn) = (fixture.Floats("targets"), new float[28 * 28]);
        var r = 0;
        foreach (var region in Regions(fixture).SelectMany(static list => list))
        {
            region.Outline.Draw(region.Box, 28, drawn);
            for (var k = 0; k < drawn.Length; k++) Assert.Equal(expected[r * drawn.Length + k], drawn[k], 1e-4);
            r++;
        }

        Assert.Equal(5, r);
    }

    [Fact]
    public void Pasted_masks_are_torchvisions()
    {
        using var fixture = new MaskFixture();
        var (masks, boxes) = (fixture.Floats("paste.masks"), fixture.Boxes("paste.boxes"));
        for (var k = 0; k < boxes.Length; k++)
        {
            var pasted = MaskPaste.Paste(masks.AsSpan(k * 28 * 28, 28 * 28), boxes[k], MaskFixture.Height, MaskFixture.Width);
            Assert.Equal(fixture.Mask($"pasted.{k}").ToBitmap(), pasted.ToBitmap());
        }

        Assert.Equal(6, boxes.Length);
    }

    [Fact]
    public void Detections_get_the_map_of_their_class_in_pixels_of_the_picture()
    {
        using var fixture = new MaskFixture();
        using var head = CreateHead();
        using var scope = TensorScope.Enter();
        var features = MaskFixture.Features();
        var placement = new ImagePlacement(new(64, 80), new(128, 160));
        var batch = new ImageBatch([], 128, 160, [placement, placement]);
        var box = fixture.Regions[0][1];
        var found = head.Detect(features, [[new(box, 2, .9f), new(box, 0, .8f)], []], batch);

        Assert.Empty(found[1]);
        Assert.Equal(box, found[0][0].Box);
        var logits = head.Forward(features, [[box, box], []]).ToArray<float>();
        var map = logits.AsSpan(3 * 28 * 28, 28 * 28).ToArray().Select(static z => 1 / (1 + MathF.Exp(-z))).ToArray();
        var expected = MaskPaste.Paste(map, box.Scale(.5f, .5f), 64, 80);
        var mask = RunLengthMask.From(found[0][0].Mask!);
        Assert.Equal((64, 80), (mask.Height, mask.Width));
        Assert.InRange(mask.Iou(expected), 0.999, 1);
        Assert.NotEqual(mask.Runs.ToArray(), RunLengthMask.From(found[0][1].Mask!).Runs.ToArray());
    }

    [Fact]
    public void Only_the_map_of_the_true_class_learns()
    {
        using var fixture = new MaskFixture();
        using var head = CreateHead();
        using var scope = TensorScope.Enter();
        head.ComputeLoss(MaskFixture.Features(), [[Regions(fixture)[0][1]], []]).Backward();
        var gradient = head.NamedParameters().Single(static p => p.Name == "mask_predictor.mask_fcn_logits.bias").Tensor.Gradient!.ToArray<float>();
        Assert.Equal([false, false, false, true], gradient.Select(static g => g != 0));
    }

    [Fact]
    public void Without_outlines_the_loss_and_every_gradient_are_zero()
    {
        using var head = CreateHead();
        using var scope = TensorScope.Enter();
        var loss = head.ComputeLoss(MaskFixture.Features(), [[], []]);
        loss.Backward();
        Assert.Equal(0, loss.Item());
        Assert.All(head.NamedParameters(), static p => Assert.All(p.Tensor.Gradient!.ToArray<float>(), static g => Assert.Equal(0, g)));
    }

    [Fact]
    public void The_loss_weight_scales_the_loss()
    {
        using var fixture = new MaskFixture();
        using var head = CreateHead(s_options with { LossWeight = 3 });
        using var scope = TensorScope.Enter();
        Assert.Equal(3 * fixture.Floats("loss")[0], head.ComputeLoss(MaskFixture.Features(), Regions(fixture)).Item(), 1e-4);
    }

    private static MaskHead CreateHead(MaskOptions? options = null)
    {
        FeatureLevel[] levels = [.. Enumerable.Range(2, 4).Select(static k => new FeatureLevel(MaskFixture.Channels, 1 << k, 0))];
        var head = new MaskHead(levels, MaskFixture.Classes, options ?? s_options);
        DeterministicWeights.Fill(head);
        return head;
    }

    private static MaskRegion[][] Regions(MaskFixture fixture) => [.. fixture.Regions.Select((boxes, n) =>
        boxes.Select((box, k) => new MaskRegion(box, MaskFixture.Labels[n][k], fixture.Outline(n, k))).ToArray())];
}
