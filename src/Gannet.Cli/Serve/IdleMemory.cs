using Gannet.Cli.Memory;
using Microsoft.AspNetCore.Http;

namespace Gannet.Cli.Serve;

/// <summary>Returns memory to the system when the pictures of a busy time are done and no new ones come.</summary>
/// <remarks>Otherwise what the busiest minute took would stay until the next full collection, which an idle process never has.</remarks>
internal sealed class IdleMemory : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);

    private readonly ITimer _timer;
    private long _begun, _ended, _seen, _returned;

    public IdleMemory(TimeProvider time) => _timer = time.CreateTimer(static idle => ((IdleMemory)idle!).Look(), this, s_interval, s_interval);

    /// <summary>Counts the requests that bring pictures; probes and metrics keep nobody busy.</summary>
    public async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        Interlocked.Increment(ref _begun);
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Increment(ref _ended);
        }
    }

    public void Dispose() => _timer.Dispose();

    // Idle: between two looks no request has begun, and none is running.
    private void Look()
    {
        var begun = Volatile.Read(ref _begun);
        if (begun == _seen && begun != _returned && begun == Volatile.Read(ref _ended))
        {
            _returned = begun;
            UnusedMemory.Return();
        }

        _seen = begun;
    }
}
