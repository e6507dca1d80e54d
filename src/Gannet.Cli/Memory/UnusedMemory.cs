namespace Gannet.Cli.Memory;

/// <summary>What the process holds but does not use.</summary>
internal static class UnusedMemory
{
    /// <summary>Returns all of it to the system, from the heaps of .NET and of native code.</summary>
    public static void Return() => Free(GCCollectionMode.Aggressive);

    /// <summary>Frees it, but leaves .NET the memory that its next objects will need.</summary>
    public static void Free() => Free(GCCollectionMode.Forced);

    private static void Free(GCCollectionMode mode)
    {
        GC.Collect(GC.MaxGeneration, mode, blocking: true, compacting: true);
        NativeHeaps.Trim();
    }
}
