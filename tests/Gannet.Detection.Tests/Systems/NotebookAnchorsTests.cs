using Gannet.Detection.Anchors;
using Gannet.Kernels.BoxCoding;
using Gannet.Kernels.Matching;
using Gannet.Kernels.Overlaps;
using Gannet.Kernels.Sampling;

namespace Gannet.Detection.Tests.Systems;

/// <summary>The verified intermediate values of the step-by-step Faster R-CNN on an 800 × 800 image with two objects.</summary>
public sealed class NotebookAnchorsTests
{
    private const int Side = 800, Cells = 50, Stride = 16;

    private static readonly Box[] s_truths = [new(30, 20, 500, 400), new(400, 300, 600, 500)];

    private static readonly Box[] s_anchors = new AnchorGenerator(new AnchorOptions { Sizes = [[128, 256, 512]], Offset = 0.5f, Rounded = false })
        .Generate(Side, Side, [(Cells, Cells)]).Boxes;

    private static readonly int[] s_inside = [.. Enumerable.Range(0, s_anchors.Length)
        .Where(static k => s_anchors[k] is { X1: >= 0, Y1: >= 0, X2: <= Side, Y2: <= Side })];

    private static readonly MatchOptions s_match = new() { Foreground = 0.7f, Background = 0.3f, ForceBestPerTruth = true };

    // Rows (y1, x1, y2, x2) around the centre of the first cell.
    [Theory]
    [InlineData(0, -37.254833f, -82.50967f, 53.254833f, 98.50967f)]
    [InlineData(1, -82.50967f, -173.01933f, 98.50967f, 189.01933f)]
    [InlineData(2, -173.01933f, -354.03867f, 189.01933f, 370.03867f)]
    [InlineData(3, -56f, -56f, 72f, 72f)]
    [InlineData(4, -120f, -120f, 136f, 136f)]
    [InlineData(5, -248f, -248f, 264f, 264f)]
    [InlineData(6, -82.50967f, -37.254833f, 98.50967f, 53.254833f)]
    [InlineData(7, -173.01933f, -82.50967f, 189.01933f, 98.50967f)]
    [InlineData(8, -354.03867f, -173.01933f, 370.03867f, 189.01933f)]
    public void The_anchors_of_the_first_cell(int index, float y1, float x1, float y2, float x2)
    {
        var box = s_anchors[index];
        Assert.Equal([x1, y1, x2, y2], [box.X1, box.Y1, box.X2, box.Y2], new Close(1e-4f));
    }

    [Fact]
    public void Anchors_inside_the_picture()
    {
        Assert.Equal(22_500, s_anchors.Length);
        Assert.Equal(8_940, s_inside.Length);
        Assert.Equal([1672, 1064, 112, 1764, 1156, 324, 1672, 1064, 112], s_inside.GroupBy(static k => k % 9).OrderBy(static g => g.Key).Select(static g => g.Count()));
        Assert.Equal(1404, s_inside[0]);
        var first = s_anchors[1404];
        Assert.Equal([13.490332f, 10.745166f, 194.509668f, 101.254834f], [first.X1, first.Y1, first.X2, first.Y2], new Close(1e-4f));
    }

    [Fact]
    public void The_best_overlap_of_each_object()
    {
        var best = s_truths.Select(truth => s_inside.Max(k => Iou.Of(truth, s_anchors[k]))).ToArray();
        Assert.Equal([0.68130493f, 0.61035156f], best, new Close(1e-6f));
        Assert.DoesNotContain(s_inside, k => s_truths.Any(truth => Iou.Of(truth, s_anchors[k]) >= 0.7f));
    }

    [Fact]
    public void Eighteen_anchors_are_foreground_though_none_reaches_the_threshold()
    {
        var matches = Match();
        Assert.Equal(18, matches.Count(static m => m >= 0));
        Assert.Equal(1_232, matches.Count(static m => m == BoxMatcher.Ignored));
        Assert.Equal(7_690, matches.Count(static m => m == BoxMatcher.Background));
        var owners = matches.Where(static m => m >= 0).GroupBy(static m => m).ToDictionary(static g => g.Key, static g => g.Count());
        Assert.Equal((2, 16), (owners[0], owners[1]));
    }

    [Fact]
    public void Sampling_fills_the_minibatch_with_background()
    {
        var sample = new BalancedSampler(256, 0.5).Sample(Match(), new Random(1));
        Assert.Equal((18, 238), (sample.Positive.Length, sample.Negative.Length));
    }

    [Fact]
    public void Smooth_l1_of_untrained_predictions()
    {
        var matches = Match();
        var sum = 0.0;
        for (var k = 0; k < matches.Length; k++)
        {
            if (matches[k] < 0) continue;
            var offsets = BoxCoder.Proposals.Encode(s_anchors[s_inside[k]], s_truths[matches[k]]);
            foreach (var x in (float[])[offsets.X, offsets.Y, offsets.W, offsets.H]) sum += Math.Abs(x) < 1 ? 0.5 * x * x : Math.Abs(x) - 0.5;
        }

        Assert.Equal(1.1628926, sum, 5);
    }

    [Fact]
    public void Every_anchor_survives_the_least_size()
    {
        var survivors = s_anchors.Select(static a => BoxCoder.Proposals.Decode(a, default).Clip(Side, Side)).Count(static b => b is { Width: >= 16, Height: >= 16 });
        Assert.Equal(22_500, survivors);
    }

    private static int[] Match() => BoxMatcher.Match([.. s_inside.Select(static k => s_anchors[k])], s_truths, s_match);

    private sealed class Close(float tolerance) : IEqualityComparer<float>
    {
        public bool Equals(float x, float y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(float value) => 0;
    }
}
