using Microsoft.Extensions.Hosting;

namespace Gannet.Labelling.Http;

/// <summary>Leaves signals to the program: the usual lifetime would take Ctrl+C away from it, the second one too.</summary>
internal sealed class CallersLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
