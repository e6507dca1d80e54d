namespace Gannet.Training.Loading;

/// <summary>Makes things in the background ahead of the one who uses them, and hands them out in order.</summary>
public static class Prefetch
{
    // Half of the cores keep a fast device supplied; beyond a few, things only wait in memory. Two on any machine, so that one that
    // takes long does not hold up its user.
    private const int Least = 2, Most = 8;

    /// <summary>How many things are in the making or ready while one is used.</summary>
    public static int Depth { get; } = Math.Clamp(Environment.ProcessorCount / 2, Least, Most);

    /// <summary>Things 0 to <paramref name="count"/> − 1.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="make">Makes one by its number, on any thread; what it throws is thrown when that one's turn comes.</param>
    /// <param name="cancellation">Keeps further ones from being begun.</param>
    public static IEnumerable<T> InOrder<T>(int count, Func<int, T> make, CancellationToken cancellation) =>
        TasksInOrder(count, make, cancellation).Select(static made => made.GetAwaiter().GetResult());

    /// <summary>The same for one who goes on where a thing cannot be made: each task holds one, or why there is none.</summary>
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
