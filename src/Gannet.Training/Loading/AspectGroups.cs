namespace Gannet.Training.Loading;

/// <summary>Groups images of similar aspect ratio into batches, which reduces padding.</summary>
internal static class AspectGroups
{
    // Batches sorted together: enough to find similar images, few enough to keep an epoch well mixed.
    private const int Window = 16;

    /// <summary>Within each window of a shuffled order: sorts by aspect ratio, forms batches, and shuffles the batches.</summary>
    /// <param name="order">Image indices; a whole number of batches.</param>
    /// <param name="aspect">Width divided by height of an image.</param>
    /// <param name="batch">Images per batch.</param>
    /// <param name="random">Shuffles the batches.</param>
    public static void ArrangeInPlace(Span<int> order, Func<int, float> aspect, int batch, Random random)
    {
        if (batch == 1) return;
        for (var start = 0; start < order.Length; start += Window * batch)
        {
            var window = order.Slice(start, Math.Min(Window * batch, order.Length - start));
            // The sort is stable: equal aspect ratios keep their shuffled order.
            int[][] batches = [.. window.ToArray().OrderBy(aspect).Chunk(batch)];
            random.Shuffle(batches);
            for (var k = 0; k < batches.Length; k++) batches[k].CopyTo(window[(k * batch)..]);
        }
    }
}
