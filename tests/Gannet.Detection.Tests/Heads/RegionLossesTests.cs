using Gannet.Detection.Heads;
using Gannet.Detection.Regions;
using Gannet.Torch;
using Gannet.Vision;

namespace Gannet.Detection.Tests.Heads;

[LeakCheck]
public sealed class RegionLossesTests
{
    // torchvision 0.14.1's fastrcnn_loss; the regions are in foreground-first order, labels 1, 2, 0.
    [Fact]
    public void Losses_are_torchvisions()
    {
        using var scope = TensorScope.Enter();
        var losses = new RegionLosses(new(2, BoxSlots.WithBackground), new HeadOptions(), BoxCoder.Detections);
        var logits = Tensor.From<float>([2, 0, 1, 1, 1, 1, 0, 3, 0], 3, 3);
        var deltas = new float[3 * 12];
        (deltas[4], deltas[5], deltas[6], deltas[7], deltas[12 + 9]) = (.1f, .2f, .3f, .4f, .5f);
        var box = new Box(0, 0, 10, 10);
        var targets = new RegionTargets([box, box, box], [1, 2, 0], [0, 0], [box, box]);
        var computed = losses.Compute(new(logits, Tensor.From<float>(deltas, 3, 12)), [targets], [Truth.None]);
        Assert.Equal(2.2004, computed["classification"].Item(), 1e-4);
        Assert.Equal(.4075926, computed["box"].Item(), 1e-6);
    }
}
