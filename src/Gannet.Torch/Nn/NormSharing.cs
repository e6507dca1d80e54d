namespace Gannet.Torch.Nn;

/// <summary>Lets norms that learn use the statistics of a batch that several workers share, on the thread that entered it.</summary>
/// <remarks>
/// Without it, each worker normalises by the statistics of its own part. Every worker must run the same norms in the same order, forward and
/// backward, since each of them waits for the others.
/// </remarks>
public abstract class NormSharing
{
    [ThreadStatic] private static NormSharing? t_current;

    /// <summary>The sharing of this thread, or <see langword="null"/>: the whole batch is here.</summary>
    public static NormSharing? Current => t_current;

    /// <summary>Makes <paramref name="sharing"/>, or none if null, current on this thread until the result is disposed.</summary>
    public static Usage Use(NormSharing? sharing)
    {
        var usage = new Usage(t_current);
        t_current = sharing;
        return usage;
    }

    /// <summary>Replaces each number by its sum over all workers.</summary>
    public abstract void Sum(Span<double> values);

    /// <summary>The statistics of each channel over all workers.</summary>
    /// <param name="rows">Values per channel of this worker; may be 0.</param>
    /// <param name="mean"><c>[C]</c>: their mean; replaced by the mean over all workers.</param>
    /// <param name="variance"><c>[C]</c>: their mean squared distance from the mean; replaced likewise.</param>
    /// <returns>Values per channel of all workers.</returns>
    /// <exception cref="ArgumentException">There is only one, which has no variance.</exception>
    public double Share(double rows, Span<double> mean, Span<double> variance)
    {
        var channels = mean.Length;
        var sums = new double[1 + channels];
        sums[0] = rows;
        for (var c = 0; c < channels; c++) sums[1 + c] = mean[c] * rows;
        Sum(sums);
        var all = sums[0];
        if (all < 2) throw new ArgumentException($"{all} values per channel have no variance; train with larger batches or images, or another norm.", nameof(rows));
        // Distances are measured from the common mean: with a large mean, squares of the numbers themselves would cancel.
        for (var c = 0; c < channels; c++)
        {
            var common = sums[1 + c] / all;
            variance[c] = (variance[c] + (mean[c] - common) * (mean[c] - common)) * rows;
            mean[c] = common;
        }

        Sum(variance);
        for (var c = 0; c < channels; c++) variance[c] /= all;
        return all;
    }

    /// <summary>The period in which a sharing is in use.</summary>
    public readonly ref struct Usage
    {
        private readonly NormSharing? _outer;

        internal Usage(NormSharing? outer) => _outer = outer;

        /// <summary>Restores the sharing that was in use before.</summary>
        public void Dispose() => t_current = _outer;
    }
}
