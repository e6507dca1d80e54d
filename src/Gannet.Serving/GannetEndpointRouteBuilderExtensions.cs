using Gannet.Serving.Endpoints;
using Gannet.Serving.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Gannet.Serving;

/// <summary>Adds the routes of the detectors to a program.</summary>
public static class GannetEndpointRouteBuilderExtensions
{
    /// <summary>Adds the page and the routes: <c>/v1</c>, the V2 protocol, Label Studio's, metrics and OpenAPI.</summary>
    /// <param name="routes">The program, or a group of its routes: <c>app.MapGroup("/detector").MapGannet()</c>.</param>
    /// <returns>The routes, for further conventions such as <c>RequireAuthorization()</c>.</returns>
    /// <exception cref="InvalidOperationException"><see cref="GannetServiceCollectionExtensions.AddGannet"/> was not called.</exception>
    public static IEndpointConventionBuilder MapGannet(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var services = routes.ServiceProvider;
        var guard = services.GetService<RouteGuard>() ?? throw new InvalidOperationException("Call builder.Services.AddGannet(options => …) before app.MapGannet().");
        var hasOrigins = services.GetRequiredService<ServingOptions>().CorsOrigins.Count > 0;
        var group = routes.MapGroup("");
        foreach (var route in services.GetRequiredService<ServingRoutes>().All)
        {
            string[] methods = route.Method == HttpMethods.Get ? [HttpMethods.Get, HttpMethods.Head] : [route.Method];
            group.MapMethods(route.Pattern, methods, context => guard.AnswerAsync(context, route)).WithDisplayName($"Gannet {route.Method} {route.Pattern}");
            if (!hasOrigins) continue;
            var question = new ServingRoute(HttpMethods.Options, route.Pattern, context => CrossOrigin.Preflight(context, route.Method)) { IsOpen = true };
            group.MapMethods(route.Pattern, [HttpMethods.Options], context => guard.AnswerAsync(context, question));
        }

        return group;
    }
}
