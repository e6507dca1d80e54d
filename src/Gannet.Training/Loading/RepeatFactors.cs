namespace Gannet.Training.Loading;

/// <summary>Repeat-factor sampling (Gupta et al. 2019, LVIS): images with rare classes come more than once per epoch.</summary>
/// <remarks>
/// f is the share of images that contain a class, and t the threshold. An image counts max(1, √(t / f)) times, for the rarest of its classes.
/// </remarks>
internal sealed class RepeatFactors
{
    private readonly double[] _factors;

    /// <summary>Counts the images of each class.</summary>
    /// <param name="pictures">The images.</param>
    /// <param name="threshold">Classes in a smaller share of the images are repeated; LVIS uses .001.</param>
    public RepeatFactors(IReadOnlyList<TrainingImage> pictures, double threshold)
    {
        var counts = new Dictionary<int, int>();
        foreach (var label in pictures.SelectMany(static p => p.GroundTruth.Labels.Distinct())) counts[label] = counts.GetValueOrDefault(label) + 1;
        _factors = [.. pictures.Select(p => p.GroundTruth.Labels.Aggregate(
            1.0, (most, label) => Math.Max(most, Math.Sqrt(threshold * pictures.Count / counts[label]))))];
        Total = (int)Math.Round(_factors.Sum());
    }

    /// <summary>How often an image comes in an epoch on average, at least 1.</summary>
    public IReadOnlyList<double> Factors => _factors;

    /// <summary>Number of images in an epoch, repeated ones included; a single epoch may have one more or less.</summary>
    public int Total { get; }

    /// <summary>The images of one epoch, with repetitions, shuffled.</summary>
    /// <param name="order">All images, shuffled.</param>
    /// <param name="random">Rounds the factors and shuffles.</param>
    /// <remarks>
    /// One random number rounds all factors: each is rounded up with the probability of its fraction, and yet their sum varies by less than
    /// one. Independent rounding would give epochs of different lengths.
    /// </remarks>
    public int[] Repeat(int[] order, Random random)
    {
        var repeated = new List<int>(Total + 1);
        var sum = random.NextDouble();
        foreach (var k in order)
        {
            var before = Math.Floor(sum);
            sum += _factors[k];
            repeated.AddRange(Enumerable.Repeat(k, (int)(Math.Floor(sum) - before)));
        }

        int[] shuffled = [.. repeated];
        random.Shuffle(shuffled);
        return shuffled;
    }
}
