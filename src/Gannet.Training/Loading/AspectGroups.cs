namespace Gannet.Training.Loading;

/// <summary>Brings pictures of similar shape into one batch, where they need the least padding.</summary>
internal static class AspectGroups
{
    // Batches that are sorted together: enough to find similar pictures, few enough that an epoch stays well mixed.
    private const int Window = 16;

    /// <summary>Within each window of a shuffled order, sorts by aspect, cuts batches, and shuffles the batches.</summary>
    /// <param name="order">Whole batches.</param>
    /// <param name="aspect">Width by height of a picture.</param>
    /// <param name="batch">Pictures of a batch.</param>
    /// <param name="random">Draws the order of the batches.</param>
    public static void ArrangeInPlace(Span<int> order, Func<int, float> aspect, int batch, Random random)
    {
        if (batch == 1) return;
        for (var start = 0; start < order.Length; start += Window * batch)
        {
            var window = order.Slice(start, Math.Min(Window * batch, order.Length - start));
            // Equal aspects keep their shuffled order; the sort is stable.
            int[][] batches = [.. window.ToArray().OrderBy(aspect).Chunk(batch)];
            random.Shuffle(batches);
            for (var k = 0; k < batches.Length; k++) batches[k].CopyTo(window[(k * batch)..]);
        }
    }
}
