namespace Gannet.Training.Loading;

/// <summary>Makes items in the background ahead of their use, and returns them in order.</summary>
public static class Prefetch
{
    // Half of the cores keep a fast device supplied; beyond a few, items only wait in memory. At least two, so that one slow item does
    // not block the consumer.
    private const int Least = 2, Most = 8;

    /// <summary>How many items are being made or ready while one is used.</summary>
    public static int Depth { get; } = Math.Clamp(Environment.ProcessorCount / 2, Least, Most);

    /// <summary>Items 0 to <paramref name="count"/> − 1.</summary>
    /// <param name="count">Number of items.</param>
    /// <param name="make">Makes an item from its number, on any thread; its exception is thrown when the item's turn comes.</param>
    /// <param name="cancellation">Prevents further items from being started.</param>
    public static IEnumerable<T> InOrder<T>(int count, Func<int, T> make, CancellationToken cancellation) =>
        TasksInOrder(count, make, cancellation).Select(static made => made.GetAwaiter().GetResult());

    /// <summary>The same for callers that continue after a failure: each task holds an item or its exception.</summary>
    /// <inheritdoc cref="InOrder" path="/param"/>
    public static IEnumerable<Task<T>> TasksInOrder<T>(int count, Func<int, T> make, CancellationToken cancellation)
    {
        var running = new Queue<Task<T>>();
        for (var k = 0; k < count; k++)
        {
            for (var next = k + running.Count; running.Count <= Depth && next < count; next++)
            {
                var number = next;
                running.Enqueue(Task.Run(() => make(number), cancellation));
            }

            yield return running.Dequeue();
        }
    }
}
