using Gannet.Serving.Problems;
using Microsoft.AspNetCore.Http;

namespace Gannet.Serving.Security;

/// <summary>Lets pages of other origins ask only where the options name them.</summary>
/// <remarks>A few headers rather than the CORS middleware, which a program that maps the routes would have to add as well.</remarks>
internal sealed class CrossOrigin(ServingOptions options)
{
    /// <summary>Answers with the headers that let a named origin's page read; refuses what a browser sends for another site.</summary>
    /// <exception cref="ProblemException">403: the page may not ask.</exception>
    public void Apply(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (options.CorsOrigins.Count > 0) response.Headers.Append("Vary", "Origin");
        if (request.Headers.Origin is [{ } origin] && options.CorsOrigins.Contains(origin))
        {
            response.Headers.AccessControlAllowOrigin = origin;
            response.Headers.AccessControlExposeHeaders = "Retry-After";
            return;
        }

        // Only browsers send this header, and a page cannot change it. Links from elsewhere to the service's page stay possible.
        if (request.Headers["Sec-Fetch-Site"] == "cross-site" && request.Headers["Sec-Fetch-Mode"] != "navigate")
            throw new ProblemException(StatusCodes.Status403Forbidden, "Pages of other sites may not ask this service; its CORS origins name those that may.");
    }

    /// <summary>Answers the question that a browser asks before a page's request; <see cref="Apply"/> says whether the origin may.</summary>
    public static Task Preflight(HttpContext context, string methods)
    {
        context.Response.Headers.AccessControlAllowMethods = methods;
        context.Response.Headers.AccessControlAllowHeaders = "Authorization, Content-Type, X-API-Key, Inference-Header-Content-Length";
        context.Response.Headers.AccessControlMaxAge = "600";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
