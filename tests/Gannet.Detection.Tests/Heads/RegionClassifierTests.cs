using Gannet.Detection.Heads;
using Gannet.Detection.Regions;
using Gannet.Torch;
using Gannet.Vision;

namespace Gannet.Detection.Tests.Heads;

public sealed class RegionClassifierTests
{
    // torchvision 0.14.1's fastrcnn_loss; the regions are in foreground-first order, labels 1, 2, 0.
    [Fact]
    public void Losses_are_torchvisions()
    {
        using var scope = TensorScope.Enter();
        using var classifier = new RegionClassifier(4, 1, classes: 2, new HeadOptions { Width = 4 }, new DetectionOptions());
        var logits = Tensor.From<float>([2, 0, 1, 1, 1, 1, 0, 3, 0], 3, 3);
        var deltas = new float[3 * 12];
        (deltas[4], deltas[5], deltas[6], deltas[7], deltas[12 + 9]) = (.1f, .2f, .3f, .4f, .5f);
        var targets = new RegionTargets(new Box[3], [1, 2, 0], new BoxOffsets[2]);
        var (classification, box) = classifier.ComputeLosses(new(logits, Tensor.From<float>(deltas, 3, 12)), [targets]);
        Assert.Equal(2.2004, classification.Item(), 1e-4);
        Assert.Equal(.4075926, box.Item(), 1e-6);
    }

    [Fact]
    public void Selection_is_torchvisions()
    {
        using var scope = TensorScope.Enter();
        using var classifier = new RegionClassifier(4, 1, classes: 2, new HeadOptions { Width = 4 }, new DetectionOptions());
        Box[] proposals = [new(0, 0, 10, 10), new(1, 1, 11, 11), new(20, 20, 40, 40)];
        var logits = Tensor.From<float>([0, 3, 1, 0, 2.5f, 0, 1, 0, 4], 3, 3);
        var found = classifier.Select(new(logits, Tensor.Zeros([3, 12])), [proposals], [new(50, 50)])[0];

        // The first proposal's best class is suppressed, its other class stays: two detections of one region are possible.
        Assert.Equal(
            [(1, new Box(20, 20, 40, 40), .9362), (0, new Box(1, 1, 11, 11), .8590), (1, new Box(0, 0, 10, 10), .1142)],
            found.Select(static d => (d.Label, d.Box, Math.Round(d.Score, 4))));
    }

    [Fact]
    public void No_region_gives_no_loss_and_no_detection()
    {
        using var scope = TensorScope.Enter();
        using var classifier = new RegionClassifier(4, 1, classes: 2, new HeadOptions { Width = 4 }, new DetectionOptions());
        Assert.Empty(classifier.Select(new(Tensor.Zeros([0, 3]), Tensor.Zeros([0, 12])), [[]], [new(50, 50)])[0]);
    }
}
