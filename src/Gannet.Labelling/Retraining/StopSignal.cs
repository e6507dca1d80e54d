using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Gannet.Labelling.Retraining;

/// <summary>Asks a process to stop, so that it can save its work first.</summary>
internal static class StopSignal
{
    private const int Terminate = 15;

    public static void Send(Process process)
    {
        if (OperatingSystem.IsWindows()) process.Kill(entireProcessTree: true); // there is no such signal
        else _ = Kill(process.Id, Terminate);
    }

    // A generated import would need unsafe code, which this assembly avoids.
#pragma warning disable SYSLIB1054
    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Kill(int process, int signal);
#pragma warning restore SYSLIB1054
}
