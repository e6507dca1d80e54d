using System.Runtime.InteropServices;
using Gannet.Cli;
using Gannet.Cli.Commands;
using Gannet.Cli.Output;
using Gannet.Cli.Parsing;

if (OperatingSystem.IsWindows()) Utf8Console.Set();
Console.SetError(new SteadyWriter(Console.Error));
using var stop = new CancellationTokenSource();

// The first signal asks for an orderly stop, however long it takes; the second has its usual effect.
void OnSignal(PosixSignalContext signal)
{
    if (stop.IsCancellationRequested) return;
    signal.Cancel = true;
    Console.Error.WriteLine("Stopping after the current step; press Ctrl+C again to stop at once.");
    stop.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
// A closed terminal or a lost connection; ignored under nohup.
using var hangUp = IgnoredSignals.IncludeHangUp() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal);
return await new CommandLine(new CommandContext(ResultPipe.Open(), Console.Error)).RunAsync(args, stop.Token);
