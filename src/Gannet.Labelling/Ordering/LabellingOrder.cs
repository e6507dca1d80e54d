using Gannet.Labelling.Models;

namespace Gannet.Labelling.Ordering;

/// <summary>Orders pictures by what a model would learn most from.</summary>
/// <remarks>
/// <para>The value of picture p is <c>.5 · U(p) + .5 · N(p)</c>. Uncertainty: u(p) is the sum of 4 · s · (1 − s) over the scores s of its detections,
/// 1 for each that is as likely right as wrong, 0 for each that is sure; U(p) = u(p) / max u. Novelty: n(p) is the distance of its
/// <see cref="PictureDescriptor"/> to that of the nearest labelled picture; N(p) = n(p) / max n. Both maxima are over the pictures that are ordered.</para>
/// <para>The best picture comes first and then counts as labelled, so that of several alike only one comes early. After
/// <see cref="MostChosen"/> such choices the rest follows by value.</para>
/// </remarks>
internal static class LabellingOrder
{
    /// <summary>How many pictures are chosen one after the other; nobody labels more before the next training.</summary>
    public const int MostChosen = 200;

    private const double UncertaintyShare = 0.5, LeastScore = 0.05;

    /// <summary>Indices into <paramref name="open"/>, most worth labelling first; equal ones keep their order.</summary>
    /// <param name="open">The pictures to order.</param>
    /// <param name="labelled">Those that have labels already.</param>
    public static IReadOnlyList<int> Of(IReadOnlyList<SeenPicture> open, IReadOnlyList<PictureDescriptor> labelled)
    {
        if (open.Count == 0) return [];
        double[] uncertainty = [.. open.Select(static picture => Uncertainty(picture.Found))];
        double[] nearest = [.. open.Select(picture => labelled.Select(picture.Descriptor.Distance).DefaultIfEmpty(1).Min())];
        var (largest, farthest) = (Math.Max(uncertainty.Max(), double.Epsilon), Math.Max(nearest.Max(), double.Epsilon));
        var rest = Enumerable.Range(0, open.Count).ToList();
        var order = new List<int>(open.Count);
        while (rest.Count > 0 && order.Count < MostChosen)
        {
            var best = rest.MaxBy(Value);
            order.Add(best);
            rest.Remove(best);
            foreach (var other in rest) nearest[other] = Math.Min(nearest[other], open[other].Descriptor.Distance(open[best].Descriptor));
        }

        return [.. order, .. rest.OrderByDescending(Value)];

        double Value(int k) => UncertaintyShare * uncertainty[k] / largest + (1 - UncertaintyShare) * nearest[k] / farthest;
    }

    /// <summary>Sum of 4 · s · (1 − s) over the detections.</summary>
    public static double Uncertainty(IEnumerable<DetectedObject> found) =>
        found.Where(static d => d.Score >= LeastScore).Sum(static d => 4.0 * d.Score * (1 - Math.Min(1, d.Score)));
}
