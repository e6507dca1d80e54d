using Gannet.Cli.Commands;
using Gannet.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gannet.Cli.Serve;

/// <summary>The service of <c>gannet serve</c>, from its start to an orderly stop.</summary>
/// <param name="context">Where addresses and log go.</param>
/// <param name="addresses">Where it listens.</param>
/// <param name="configure">Models and limits.</param>
internal sealed class ServiceRun(CommandContext context, ListenAddresses addresses, Action<ServingOptions> configure)
{
    private const long MostConnections = 1024;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        using var idle = new IdleMemory(context.Time);
        await using var app = Build(idle);
        try
        {
            await app.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (IOException error) when (error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new InvalidDataException($"{error.Message.TrimEnd('.')}; stop the other program, or name another address with --urls.", error);
        }

        // Results: where to ask. With port 0 the system chooses.
        foreach (var address in app.Urls) context.Output.WriteLine($"Listening on {address}");
        context.Output.Flush();
        using (var stopped = new ManualResetEventSlim())
        {
            using var registration = cancellation.Register(stopped.Set);
            using var ended = app.Lifetime.ApplicationStopping.Register(stopped.Set);
            await Task.Run(stopped.Wait, CancellationToken.None).ConfigureAwait(false);
        }

        context.Error.WriteLine("Stopping: no more requests are taken, and those that were accepted are answered.");
        await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        return ExitCode.Done;
    }

    // An empty builder: no settings files of the current folder, no variables, no signal handlers but Program.cs'.
    private WebApplication Build(IdleMemory idle)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "gannet" });
        builder.WebHost.UseKestrelCore().UseUrls([.. addresses.All]).ConfigureKestrel(static server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxConcurrentConnections = MostConnections;
        });
        // What keeps the host from starting is the command's error, one line at its end.
        builder.Logging.AddProvider(new LineLoggerProvider(context)).SetMinimumLevel(LogLevel.Warning).AddFilter("Gannet", LogLevel.Information)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>().AddSingleton(context.Time);
        builder.Services.AddProblemDetails().AddGannet(configure);
        // Another site's name that is made to point here is not ours.
        if (addresses.Others.Count == 0) builder.Services.AddHostFiltering(static hosts => hosts.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
        var app = builder.Build();
        if (addresses.Others.Count == 0) app.UseHostFiltering();
        app.Use(next => request => idle.CountAsync(request, next));
        app.UseStatusCodePages(); // problem details for what no route answers
        app.MapGannet();
        return app;
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
