using Gannet.Detection.Images;
using Gannet.Kernels.Masks;
using Gannet.Torch;

namespace Gannet.Detection.Tests;

[LeakCheck]
public sealed class NamedLossTests
{
    // The last image has no objects, the third names the classes of its source; so each part of the batch is another case.
    private static readonly (int Width, int Height, GroundTruth Truth)[] s_images =
    [
        (80, 60, new([new(10, 12, 40, 44), new(30, 5, 75, 40)], [0, 1]) { Masks = [Square(10, 12, 40, 44), Square(30, 5, 75, 40)] }),
        (60, 84, new([new(20, 30, 50, 70)], [1]) { Masks = [Square(20, 30, 50, 70)] }),
        (70, 70, new([new(5, 5, 30, 33), new(30, 40, 60, 68), new(8, 40, 28, 60)], [0, 0, 1]) { ActiveClasses = [0], Masks = [null, null, null] }),
        (90, 60, GroundTruth.None),
    ];

    // Regions are drawn at random: which proposals are chosen would depend on the last bits of their scores.
    [Theory]
    [InlineData("head.kind=none")]
    [InlineData("head.kind=none", "proposals.box_loss.normalizer=positives")]
    [InlineData("head.kind=none", "proposals.box_loss.normalizer=samples_per_image")]
    [InlineData("head.kind=none", "proposals.focal_gamma=2")]
    [InlineData("proposals.kind=random")]
    [InlineData("proposals.kind=random", "head.box_loss.normalizer=positives")]
    [InlineData("proposals.kind=random", "head.box_loss.normalizer=samples_per_image")]
    [InlineData("proposals.kind=random", "head.class_weights=[0.5, 1, 3]", "head.label_smoothing=0.1")]
    [InlineData("proposals.kind=random", "head.hard_examples=8")]
    [InlineData("proposals.kind=random", "head.box_slots=agnostic", "head.cascade=[{}, {foreground_iou: 0.7, box_weights: [30, 30, 15, 15]}]")]
    [InlineData("proposals.kind=random", "head.kind=position_sensitive", "regions=ps_roi_pool", "regions.size=3", "head.map_kernel=1", "head.box_slots=agnostic")]
    [InlineData("proposals.kind=random", "masks={channels: 16}")]
    public void The_loss_of_a_batch_is_the_mean_of_its_parts_by_their_counts(params string[] settings)
    {
        using var scope = TensorScope.Enter();
        using var detector = SmallDetector.Create(settings);
        var whole = Compute(detector, 0, 4);
        foreach (var cut in (int[])[1, 2, 3])
        {
            Losses[] parts = [Compute(detector, 0, cut), Compute(detector, cut, 4)];
            int[] images = [cut, 4 - cut];
            foreach (var term in whole.Terms)
            {
                double[] counts = [.. parts.Zip(images, (part, count) => part.Terms.Single(t => t.Name == term.Name).Count ?? count)];
                Assert.Equal(term.Count ?? 4, counts.Sum(), 1e-9);
                // Sums in another order, and convolutions over other numbers of images.
                Assert.Equal(term.Value.Item(), Mean(counts, [.. parts.Select(part => part[term.Name].Item())]), 1e-5 * Math.Max(1, Math.Abs(term.Value.Item())));
            }

            foreach (var (name, metric) in whole.Metrics)
            {
                Metric[] with = [.. parts.SelectMany(part => part.Metrics).Where(m => m.Key == name).Select(static m => m.Value)];
                Assert.Equal(metric.Count, with.Sum(static m => m.Count));
                Assert.Equal(metric.Value.Item(), Mean([.. with.Select(static m => m.Count)], [.. with.Select(static m => m.Value.Item())]), 1e-6);
            }
        }
    }

    private static double Mean(double[] counts, double[] values) =>
        counts.Zip(values, static (c, v) => NamedLoss.Divisor(c) * v).Sum() / NamedLoss.Divisor(counts.Sum());

    private static Losses Compute(Detector detector, int first, int end)
    {
        ImageBatch Batch(int from, int to) => detector.Transform.Batch([.. Enumerable.Range(from, to - from).Select(n => SmallDetector.Image(s_images[n].Width, s_images[n].Height, n))]);
        var all = Batch(0, s_images.Length);
        var part = Batch(first, end).PaddedTo(all.Height, all.Width);
        var truths = part.Placements.Select((placement, n) => placement.ToInput(s_images[first + n].Truth)).ToArray();
        return detector.ComputeLosses(new(part, truths), new Sampling([.. truths.Select((_, n) => new Random(first + n))]));
    }

    private static ObjectMask Square(float x1, float y1, float x2, float y2) => new(new([[x1, y1, x2, y1, x2, y2, x1, y2]]));
}
