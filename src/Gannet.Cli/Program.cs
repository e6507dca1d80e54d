using System.Runtime.InteropServices;
using Gannet.Cli;
using Gannet.Cli.Commands;
using Gannet.Cli.Launch;
using Gannet.Cli.Output;
using Gannet.Cli.Parsing;

if (OperatingSystem.IsWindows()) Utf8Console.Set();
Console.SetError(new SteadyWriter(Console.Error));
using var stop = new CancellationTokenSource();

// The first signal asks for an orderly stop, however long it takes; the second has its usual effect.
void OnSignal(PosixSignalContext signal)
{
    // Its launcher has got the same signal, and says when to stop.
    var isLaunched = LauncherLink.Exists && signal.Signal != PosixSignal.SIGTERM;
    if (stop.IsCancellationRequested && !isLaunched) return;
    signal.Cancel = true;
    if (isLaunched) return;
    Console.Error.WriteLine("Stopping after the current step; press Ctrl+C again to stop at once.");
    stop.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
// A closed terminal or a lost connection; ignored under nohup.
using var hangUp = IgnoredSignals.IncludeHangUp() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal);
if (LauncherLink.Exists) LauncherLink.Watch(Console.OpenStandardInput(), stop.Cancel, static () => Environment.Exit(ExitCode.Interrupted));
return await new CommandLine(new CommandContext(ResultPipe.Open(), Console.Error)).RunAsync(args, stop.Token);
