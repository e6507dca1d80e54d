using Microsoft.AspNetCore.Http;

namespace Gannet.Serving.Endpoints;

/// <summary>A route of the service.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Pattern">Its pattern, which is also its name in logs and metrics.</param>
/// <param name="Handle">Answers a request.</param>
internal sealed record ServingRoute(string Method, string Pattern, RequestDelegate Handle)
{
    /// <summary>Whether it needs no key: the page, and what probes ask.</summary>
    public bool IsOpen { get; init; }
}
