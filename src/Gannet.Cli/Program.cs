using System.Runtime.InteropServices;
using Gannet.Cli.Commands;
using Gannet.Cli.Parsing;

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
return await new CommandLine(new CommandContext(Console.Out, Console.Error)).RunAsync(args, stop.Token);
