using Gannet.Detection.Anchors;
using Gannet.Detection.Boxes;
using Gannet.Detection.Images;
using Gannet.Detection.Models;
using Gannet.Detection.Proposals;
using Gannet.Detection.RoiHeads;
using Gannet.Detection.RoiPooling;
using Gannet.Kernels.BoxCoding;
using Gannet.Kernels.Overlaps;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Tests.Systems;

/// <summary>The step-by-step Faster R-CNN on VGG-16, stage by stage: an empty 800 × 800 image with two objects.</summary>
/// <remarks>Anchors, labels and the inside filter have their own tests in <c>NotebookAnchorsTests</c>.</remarks>
[LeakCheck]
public sealed class NotebookTests
{
    private const int Side = 800, Cells = 50, Classes = 20;

    private static readonly GroundTruth s_truth = new([new(30, 20, 500, 400), new(400, 300, 600, 500)], [5, 7]);
    private static readonly Box s_window = new(0, 0, Side, Side);
    private static readonly Box[] s_anchors = Grid().Boxes;

    private static readonly int[] s_inside =
        [.. Enumerable.Range(0, s_anchors.Length).Where(static k => s_anchors[k] is { X1: >= 0, Y1: >= 0, X2: <= Side, Y2: <= Side })];

    // Box deltas (dy, dx, dh, dw) of the first and last anchors inside the image to the object that each overlaps most. The original
    // printed 1.08416503 and so on for its first anchor, since it computed the centre's y from the width.
    [Theory]
    [InlineData(0, 1.70147569f, .88940775f, 1.43471458f, .95412884f)]
    [InlineData(1, 1.70147569f, .80101940f, 1.43471458f, .95412884f)]
    [InlineData(2, 1.70147569f, .71263105f, 1.43471458f, .95412884f)]
    [InlineData(-3, -5.89992221f, -2.20418442f, 1.43471458f, .95412884f)]
    [InlineData(-2, -5.89992221f, -2.29257277f, 1.43471458f, .95412884f)]
    [InlineData(-1, -5.89992221f, -2.38096111f, 1.43471458f, .95412884f)]
    public void Offsets_row_by_row(int position, float y, float x, float h, float w) => AssertOffsets(s_inside, position, y, x, h, w);

    // The same in the original's order, column by column, which differs from that of the network's output.
    [Theory]
    [InlineData(0, .58557280f, 2.30914558f, .74156740f, 1.64727602f)]
    [InlineData(1, .49718446f, 2.30914558f, .74156740f, 1.64727602f)]
    [InlineData(2, .40879611f, 2.30914558f, .74156740f, 1.64727602f)]
    [InlineData(-3, -2.50801936f, -5.29225232f, .74156740f, 1.64727602f)]
    [InlineData(-2, -2.59640771f, -5.29225232f, .74156740f, 1.64727602f)]
    [InlineData(-1, -2.68479606f, -5.29225232f, .74156740f, 1.64727602f)]
    public void Offsets_column_by_column(int position, float y, float x, float h, float w) =>
        AssertOffsets([.. s_inside.OrderBy(Transposed)], position, y, x, h, w);

    [Fact]
    public void The_first_anchor_inside_column_by_column() => Assert.Equal(1410, s_inside.Min(Transposed));

    [Fact]
    public void Sampling_leaves_18_foreground_and_238_background()
    {
        var sample = Assign().Sample;
        Assert.Equal((18, 238, 8_684), (sample.Positive.Length, sample.Negative.Length, s_inside.Length - sample.Count));
        Assert.Equal(.0756, Math.Round(18 / 238.0, 4));
    }

    // Every value of the original's first loss, computed by our parts: the sum over 18 anchors is 1.1628926 where all predictions are 0.
    // The original printed 1.1620 with random weights, and a total of 7.6111 because it added the label loss eleven times.
    [Fact]
    public void Losses_of_a_network_that_predicts_nothing()
    {
        using var scope = TensorScope.Enter();
        var options = Options() with { Separable = true, BoxLoss = new() { Beta = 1, Normalizer = LossNormalizer.Positives, Weight = 10 } };
        using var network = new ProposalNetwork([new(8, 16)], AnchorOptionsOf(), options);
        var nothing = new RpnPrediction(Tensor.Zeros([1, 22_500]), Tensor.Zeros([1, 22_500, 4]));
        var losses = network.ComputeLosses([], nothing, Grid(), [Assign()]);
        Assert.Equal(Math.Log(2), losses["objectness"].Item(), 1e-6);
        Assert.Equal(10 * 1.1628926 / 18, losses["proposal_box"].Item(), 1e-5);
    }

    // The sum of the original's own numbers with the box loss added, and only once: .6919 + 10 · 1.1620 / 18.
    [Fact]
    public void The_corrected_sum_of_the_proposal_losses()
    {
        using var scope = TensorScope.Enter();
        var regression = new BoxRegression(new() { Normalizer = LossNormalizer.Positives, Weight = 10 }, BoxCoder.Proposals);
        var box = regression.Reduce(Tensor.Full([18], 1.1620 / 18), [256], [18]).Item();
        Assert.Equal(1.3375, .6919 + box, 1e-4);
    }

    // The original divided twice by the 18 anchors of the first stage: 15.2181. The right divisor is the number of regions.
    [Fact]
    public void The_second_stage_starts_at_the_logarithm_of_its_classes()
    {
        using var scope = TensorScope.Enter();
        Box box = s_truth.Boxes[0];
        var targets = new RoiTargets([.. Enumerable.Repeat(box, 128)], [6, .. new int[127]], [0], [box]);
        var options = Presets.Get("faster-rcnn-vgg16").Head;
        var losses = new RoiLosses(new(Classes, options.BoxSlots), options, BoxCoder.Detections)
            .Compute(new(Tensor.Zeros([128, 21]), Tensor.Ones([128, 84])), [targets], [s_truth]);
        Assert.Equal(3.044522, losses["classification"].Item(), 1e-5);
        Assert.Equal(4 * .5 / 128, losses["box"].Item(), 1e-6);
    }

    [Fact]
    public void Proposals_go_from_12000_to_2000_in_training_and_from_6000_to_300_in_detection()
    {
        using var scope = TensorScope.Enter();
        TorchRuntime.Seed(1);
        var prediction = new RpnPrediction(Tensor.Randn([1, 22_500]), Tensor.Randn([1, 22_500, 4]) * .3);
        Assert.Equal((2_000, 300), (Count(Options(), true), Count(Options(), false)));
        // Without suppression and limits, all inputs come out; boxes below 16 pixels are rare here, but there are some.
        var open = Options() with { NmsThreshold = 1, MinSize = 0, AfterNms = 99_999, AfterNmsTraining = 99_999 };
        Assert.Equal((12_000, 6_000), (Count(open, true), Count(open, false)));
        Assert.True(Count(open with { MinSize = 100 }, true) < 12_000);

        int Count(ProposalOptions options, bool isTraining)
        {
            using var network = new ProposalNetwork([new(8, 16)], AnchorOptionsOf(), options);
            return network.Propose(prediction, Grid(), [new ImagePlacement(new(Side, Side), new(Side, Side))], isTraining)[0].Boxes.Length;
        }
    }

    [Fact]
    public void With_offsets_of_zero_every_anchor_is_proposed()
    {
        using var scope = TensorScope.Enter();
        using var network = new ProposalNetwork([new(8, 16)], AnchorOptionsOf(),
            Options() with { NmsThreshold = 1, BeforeNmsTraining = 99_999, AfterNmsTraining = 99_999 });
        var prediction = new RpnPrediction(Tensor.Zeros([1, 22_500]), Tensor.Zeros([1, 22_500, 4]));
        // The original printed 22,352, since its decoded boxes differed from the anchors.
        Assert.Equal(22_500, network.Propose(prediction, Grid(), [new ImagePlacement(new(Side, Side), new(Side, Side))], true)[0].Boxes.Length);
    }

    [Fact]
    public void Shapes_and_parameters_of_every_stage()
    {
        using var inference = InferenceMode.Enter();
        using var scope = TensorScope.Enter();
        using var detector = new Detector(
            Presets.Get("faster-rcnn-vgg16", "transform.min_size=800", "transform.max_size=800"), [.. Enumerable.Range(0, Classes).Select(static k => $"{k}")]);
        var batch = detector.Transform.Batch([new(Side, Side)]);
        Assert.Equal((Side, Side), (batch.Height, batch.Width));
        var maps = detector.Neck().Forward(detector.Backbone().Forward(batch.ToTensor(Device.Cpu))).ForProposals;
        Assert.Equal([1, 512, 50, 50], maps.Single().Shape);

        var rpn = detector.RpnHead();
        var hidden = ((RpnLayer)rpn.Child("conv.0.0")).Forward(maps[0]);
        Assert.Equal([1, 18, 50, 50], ((Conv2d)rpn.Child("cls_logits")).Forward(hidden).Shape);
        Assert.Equal([1, 36, 50, 50], ((Conv2d)rpn.Child("bbox_pred")).Forward(hidden).Shape);
        var prediction = rpn.Forward(maps);
        Assert.Equal([1, 22_500], prediction.Logits.Shape);
        Assert.Equal([1, 22_500, 4], prediction.Deltas.Shape);

        var random = new Random(1);
        Box[] regions = [.. Enumerable.Range(0, 128).Select(_ => Box.FromSize(random.Next(500), random.Next(500), random.Next(16, 300), random.Next(16, 300)))];
        var pooled = new RegionPooling([new(512, 16)], detector.Options.Regions).Forward(maps, [regions], MemoryFormat.Contiguous);
        Assert.Equal([128, 512, 7, 7], pooled.Shape);
        Assert.Equal([128, 25_088], pooled.Flatten(1).Shape);
        var head = detector.RoiHead().Forward(maps, [regions]);
        Assert.Equal([128, 21], head.Logits.Shape);
        Assert.Equal([128, 84], head.Deltas.Shape);
        Assert.Equal([128, 21, 4], head.Deltas.Reshape([128, -1, 4]).Shape);

        Assert.Equal(102_764_544 + 16_781_312, detector.RoiHead().CountParameters("box_head."));
        Assert.Equal(430_185, detector.RoiHead().CountParameters("box_predictor."));
        Assert.Equal(2_387_510, rpn.CountParameters());
        Assert.Equal([18, 4], [Assign().Objects.Length, 4]);
    }

    private static void AssertOffsets(int[] order, int position, float y, float x, float h, float w)
    {
        var anchor = s_anchors[order[position < 0 ? order.Length + position : position]];
        var (first, second) = (Iou.Of(anchor, s_truth.Boxes[0]), Iou.Of(anchor, s_truth.Boxes[1]));
        var offsets = BoxCoder.Proposals.Encode(anchor, s_truth.Boxes[second > first ? 1 : 0]);
        Assert.Equal(y, offsets.Y, 2e-5f);
        Assert.Equal(x, offsets.X, 2e-5f);
        Assert.Equal(h, offsets.H, 2e-6f);
        Assert.Equal(w, offsets.W, 2e-6f);
    }

    // The index of an anchor if columns are the outer loop.
    private static int Transposed(int index) => (index / 9 % Cells * Cells + index / 9 / Cells) * 9 + index % 9;

    private static AnchorTargets Assign() => AnchorTargets.Assign(Grid(), s_truth, s_window, Options(), new Random(1));

    private static ProposalOptions Options() => Presets.Get("faster-rcnn-vgg16").Proposals;

    private static AnchorOptions AnchorOptionsOf() => Presets.Get("faster-rcnn-vgg16").Anchors;

    private static AnchorGrid Grid() => new AnchorGenerator(AnchorOptionsOf()).Generate(Side, Side, [(Cells, Cells)], [new(512, 16)]);
}
