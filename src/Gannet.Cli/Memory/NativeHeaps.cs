using System.Runtime.InteropServices;

namespace Gannet.Cli.Memory;

/// <summary>The heaps of native code in a process that runs for days or months.</summary>
internal static class NativeHeaps
{
    private const int MostHeaps = -8; // M_ARENA_MAX of malloc.h

    // Enough for the detecting thread and those that decode beside it.
    private const int Heaps = 2;

    /// <summary>Lets all threads share a few heaps.</summary>
    /// <remarks>
    /// glibc makes up to eight heaps for each core and gives threads one after the other. Each keeps what its largest picture took, and since threads of
    /// the pool come and go, every heap meets such a picture in time: memory would grow for hours. Heaps that exist already stay, so this is called first.
    /// </remarks>
    public static void Share() => Call(static () => SetOption(MostHeaps, Heaps));

    /// <summary>Returns what nobody uses to the system.</summary>
    public static void Trim() => Call(static () => TrimHeaps(0));

    private static void Call(Func<int> call)
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = call();
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library than glibc.
        }
    }

    // A generated import would need unsafe code, which this assembly avoids.
#pragma warning disable SYSLIB1054
    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int SetOption(int option, int value);

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int TrimHeaps(nint keep);
#pragma warning restore SYSLIB1054
}
