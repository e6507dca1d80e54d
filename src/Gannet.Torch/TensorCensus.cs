namespace Gannet.Torch;

/// <summary>Counts the tensors that C# holds, to reveal leaks before memory runs out.</summary>
public static class TensorCensus
{
    private static long s_live;
    private static long s_peak;

    /// <summary>Tensors that were created and not yet released.</summary>
    public static long Live => Interlocked.Read(ref s_live);

    /// <summary>The largest number of tensors that were live at once.</summary>
    public static long Peak => Interlocked.Read(ref s_peak);

    internal static void Created()
    {
        var live = Interlocked.Increment(ref s_live);
        if (live > Interlocked.Read(ref s_peak)) Interlocked.Exchange(ref s_peak, live);
    }

    internal static void Released() => Interlocked.Decrement(ref s_live);
}
