using System.Runtime.InteropServices;
using Gannet.Cli;
using Gannet.Cli.Commands;
using Gannet.Cli.Output;
using Gannet.Cli.Parsing;

Console.SetError(new SteadyWriter(Console.Error));
using var stop = new CancellationTokenSource();

// The first signal asks for an orderly stop and waits as long as that takes; the second has its usual effect.
void OnSignal(PosixSignalContext signal)
{
    if (stop.IsCancellationRequested) return;
    signal.Cancel = true;
    Console.Error.WriteLine("Stopping after the current step; once more to stop at once.");
    stop.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
// A closed terminal, a lost connection; nohup has asked for it to be ignored.
using var hangUp = IgnoredSignals.IncludeHangUp() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal);
return await new CommandLine(new CommandContext(ResultPipe.Open(), Console.Error)).RunAsync(args, stop.Token);
