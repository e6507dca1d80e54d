using Gannet.Detection.Boxes;
using Gannet.Detection.Proposals;
using Gannet.Detection.RoiHeads;
using Gannet.Kernels.BoxCoding;
using Gannet.Kernels.Overlaps;
using Gannet.Torch;

namespace Gannet.Detection.Tests.Boxes;

/// <summary>Every kind of box loss: value and gradient, alone and in both stages.</summary>
[LeakCheck]
public sealed class BoxRegressionTests
{
    private static readonly Box[] s_references = [new(10, 20, 40, 50), new(0, 0, 20, 10)], s_objects = [new(15, 18, 50, 60), new(30, 30, 45, 50)];
    private static readonly double[] s_deltas = [.3, -.2, .1, .25, -1, .4, .2, -.3];

    // The second pair does not overlap: only the IoU loss has no gradient there. The weight of CIoU's aspect term is held constant.
    [Theory]
    [InlineData(BoxLossKind.SmoothL1)]
    [InlineData(BoxLossKind.L1)]
    [InlineData(BoxLossKind.Iou)]
    [InlineData(BoxLossKind.Giou)]
    [InlineData(BoxLossKind.Diou)]
    [InlineData(BoxLossKind.Ciou)]
    public void Gradients_are_those_of_finite_differences(BoxLossKind kind)
    {
        using var scope = TensorScope.Enter();
        var coder = new BoxCoder(2, 2, 1, 1);
        var deltas = Tensor.From<double>(s_deltas, 2, 4).RequiresGradInPlace();
        new BoxRegression(new() { Kind = kind }, coder).PerBox(deltas, s_references, s_objects).Sum().Backward();
        var gradient = deltas.Gradient!.ToArray<double>();
        var plain = new BoxRegression(new() { Kind = kind == BoxLossKind.Ciou ? BoxLossKind.Diou : kind }, coder);
        for (var k = 0; k < gradient.Length; k++)
        {
            double At(double step)
            {
                double[] moved = [.. s_deltas.Select((d, i) => i == k ? d + step : d)];
                var loss = plain.PerBox(Tensor.From<double>(moved, 2, 4), s_references, s_objects).Sum().Item();
                return kind == BoxLossKind.Ciou ? loss + AspectTerm(moved, coder) : loss;
            }

            Assert.Equal((At(1e-4) - At(-1e-4)) / 2e-4, gradient[k], 1e-5);
        }

        Assert.Contains(gradient[..4], static g => g != 0);
        Assert.Equal(kind != BoxLossKind.Iou, gradient[4..].Any(static g => g != 0));
    }

    [Theory]
    [InlineData(BoxLossKind.L1)]
    [InlineData(BoxLossKind.Iou)]
    [InlineData(BoxLossKind.Giou)]
    [InlineData(BoxLossKind.Diou)]
    [InlineData(BoxLossKind.Ciou)]
    public void Both_stages_judge_boxes_by_the_kind_that_is_asked_for(BoxLossKind kind)
    {
        using var scope = TensorScope.Enter();
        var loss = new BoxLossOptions { Kind = kind };
        float[] deltas = [.3f, -.2f, .1f, .25f];
        var (reference, target) = (s_references[0], s_objects[0]);

        using var network = new ProposalNetwork([new(2, 4)], new() { Sizes = [[32]], Ratios = [1] }, new() { BoxLoss = loss, Separable = true });
        var first = network.ComputeLosses([], new(Tensor.Zeros([1, 1]), Tensor.From<float>(deltas, 1, 1, 4)),
            new([reference], [1]), [new(new([0], []), [target])])["proposal_box"].Item();
        Assert.Equal(Expected(kind, BoxCoder.Proposals, deltas), first, 1e-5);

        var head = new RoiLosses(new(1, BoxSlots.PerClass), new() { BoxLoss = loss }, BoxCoder.Detections);
        var second = head.Compute(new(Tensor.Zeros([1, 2]), Tensor.From<float>(deltas, 1, 4)),
            [new RoiTargets([reference], [1], [0], [target])], [GroundTruth.None])["box"].Item();
        Assert.Equal(Expected(kind, BoxCoder.Detections, deltas), second, 1e-5);
    }

    // σ of the paper is 1/√β: below β the loss is quadratic.
    [Theory]
    [InlineData(1, .125 + .5)]
    [InlineData(1 / 9.0, .5 - 1 / 18.0 + 1 - 1 / 18.0)]
    public void Smooth_l1_turns_where_beta_says(double beta, double expected)
    {
        using var scope = TensorScope.Enter();
        var regression = new BoxRegression(new() { Beta = beta }, BoxCoder.Proposals);
        Assert.Equal(expected, regression.PerBox(Tensor.From<float>([.5f, 1, 0, 0], 1, 4), [s_references[0]], [s_references[0]]).Item(), 1e-6);
    }

    private static double Expected(BoxLossKind kind, BoxCoder coder, float[] d)
    {
        var (reference, target) = (s_references[0], s_objects[0]);
        if (kind == BoxLossKind.L1)
        {
            var wanted = coder.Encode(reference, target);
            return Math.Abs(d[0] - wanted.X) + Math.Abs(d[1] - wanted.Y) + Math.Abs(d[2] - wanted.W) + Math.Abs(d[3] - wanted.H);
        }

        var box = coder.Decode(reference, new(d[0], d[1], d[2], d[3]));
        var (a, b) = (Tensor.From<float>([box.X1, box.Y1, box.X2, box.Y2], 1, 4), Tensor.From<float>([target.X1, target.Y1, target.X2, target.Y2], 1, 4));
        return (kind switch
        {
            BoxLossKind.Iou => BoxLosses.Iou(a, b),
            BoxLossKind.Giou => BoxLosses.Giou(a, b),
            BoxLossKind.Diou => BoxLosses.Diou(a, b),
            _ => BoxLosses.Ciou(a, b),
        }).Item();
    }

    // Σ α·v with α fixed at its value before the deltas are moved.
    private static double AspectTerm(double[] moved, BoxCoder coder)
    {
        var sum = 0.0;
        for (var n = 0; n < 2; n++)
        {
            var (reference, target) = (s_references[n], s_objects[n]);
            double Term(double[] d) => 4 / (Math.PI * Math.PI) * Math.Pow(Math.Atan(target.Width / (double)target.Height)
                - Math.Atan(reference.Width * Math.Exp(d[4 * n + 2] / coder.W) / (reference.Height * Math.Exp(d[4 * n + 3] / coder.H))), 2);
            var given = s_deltas[(4 * n)..].Select(static d => (float)d).ToArray();
            var start = coder.Decode(reference, new(given[0], given[1], given[2], given[3]));
            var held = Term(s_deltas);
            sum += held / (1 - Iou.Of(start, target) + held) * Term(moved);
        }

        return sum;
    }
}
