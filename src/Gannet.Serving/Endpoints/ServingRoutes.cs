using System.Text;
using Gannet.Serving.Detections;
using Gannet.Serving.LabelStudio;
using Gannet.Serving.Metrics;
using Gannet.Serving.OpenInference;
using Gannet.Serving.Page;
using Microsoft.AspNetCore.Http;

namespace Gannet.Serving.Endpoints;

/// <summary>Every route of the service. <c>OpenApi/openapi.json</c> describes the same.</summary>
internal sealed class ServingRoutes(
    DetectEndpoint detect, InferenceEndpoints inference, LabelStudioEndpoints labelStudio, DemoPage page, PrometheusText metrics)
{
    private static readonly byte[] s_openApi = Encoding.UTF8.GetBytes(DemoPage.Resource("openapi.json"));

    public IEnumerable<ServingRoute> All =>
    [
        new("GET", "/", page.ShowAsync) { IsOpen = true },
        new("GET", "/openapi.json", static context => SendAsync(context, s_openApi, "application/json")) { IsOpen = true },
        new("GET", "/metrics", context => SendAsync(context, Encoding.UTF8.GetBytes(metrics.Write()), "text/plain; version=0.0.4; charset=utf-8")),
        new("GET", "/v1/models", detect.ListAsync),
        new("POST", "/v1/detect", detect.DetectAsync),
        new("GET", "/v2", InferenceEndpoints.DescribeServerAsync),
        new("GET", "/v2/health/live", InferenceEndpoints.LiveAsync) { IsOpen = true },
        new("GET", "/v2/health/ready", inference.ReadyAsync) { IsOpen = true },
        .. ((string[])["/v2/models/{name}", "/v2/models/{name}/versions/{version}"]).SelectMany(model => (ServingRoute[])
        [
            new("GET", model, inference.DescribeModelAsync),
            new("GET", $"{model}/ready", inference.ModelReadyAsync),
            new("POST", $"{model}/infer", inference.InferAsync),
        ]),
        // The second form is for a service of several models, since Label Studio sends no name.
        .. ((string[])["", "/label-studio/{model}"]).SelectMany(start => (ServingRoute[])
        [
            new("GET", $"{start}/health", LabelStudioEndpoints.HealthAsync) { IsOpen = true },
            new("POST", $"{start}/setup", labelStudio.SetupAsync),
            new("POST", $"{start}/predict", labelStudio.PredictAsync),
        ]),
    ];

    private static async Task SendAsync(HttpContext context, byte[] bytes, string type)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }
}
