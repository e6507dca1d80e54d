using System.Globalization;
using System.Text.Json;
using Gannet.Serving.Detections;
using Gannet.Serving.Endpoints;
using Gannet.Serving.Limits;
using Gannet.Serving.Models;
using Gannet.Serving.Pictures;
using Gannet.Serving.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Gannet.Serving.OpenInference;

/// <summary>The Open Inference Protocol, version 2, over HTTP, as KServe and Triton speak it; with Triton's binary tensors.</summary>
internal sealed class InferenceEndpoints(
    ServingOptions options, ModelCatalog catalog, BodyReader bodies, PictureIntake intake, TensorPictures pictures, DetectionService service,
    IHostApplicationLifetime lifetime)
{
    /// <summary>Length of the JSON in front of binary tensors.</summary>
    public const string LengthHeader = "Inference-Header-Content-Length";

    private static readonly string s_serverVersion = typeof(InferenceEndpoints).Assembly.GetName().Version!.ToString(3);

    public static Task DescribeServerAsync(HttpContext context) => JsonAnswer.WriteAsync(context, static json =>
    {
        json.WriteStartObject();
        json.WriteString("name", "gannet");
        json.WriteString("version", s_serverVersion);
        json.WriteStartArray("extensions");
        json.WriteStringValue("binary_tensor_data");
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static Task LiveAsync(HttpContext context) => JsonAnswer.WriteAsync(context, static json => WriteFlag(json, "live", true));

    // Not ready while it stops, so that a balancer sends nothing more.
    public Task ReadyAsync(HttpContext context)
    {
        var isReady = IsRunning && catalog.All.Count > 0;
        return JsonAnswer.WriteAsync(context, json => WriteFlag(json, "ready", isReady), isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    public Task DescribeModelAsync(HttpContext context)
    {
        var version = Version(context);
        return JsonAnswer.WriteAsync(context, json => InferResponse.WriteMetadata(json, version));
    }

    public Task ModelReadyAsync(HttpContext context)
    {
        var version = Version(context);
        return JsonAnswer.WriteAsync(
            context,
            json =>
            {
                json.WriteStartObject();
                json.WriteString("name", version.Name);
                json.WriteBoolean("ready", IsRunning);
                json.WriteEndObject();
            },
            IsRunning ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    public async Task InferAsync(HttpContext context)
    {
        DetectionService.RequirePlace(Version(context));
        using var body = await bodies.ReadAsync(context).ConfigureAwait(false);
        var length = JsonLength(context.Request.Headers, body.Memory.Length);
        var (request, decode) = await intake.RunAsync(
            () =>
            {
                var parsed = InferRequest.Parse(body.Memory, length);
                return (parsed, pictures.Of(parsed.Input));
            },
            context.RequestAborted).ConfigureAwait(false);
        using var lease = catalog.Lease(Value(context, "name"), Value(context, "version"));
        var results = await service.DetectAllAsync(lease.Version, decode, context.RequestAborted).ConfigureAwait(false);
        var score = request.Score ?? options.Score;
        var response = new InferResponse(request, [.. results.Select(result => result.Found(score))]);
        await WriteAsync(context, json => response.Write(json, lease.Version, request.Id), [.. response.Binary]).ConfigureAwait(false);
    }

    private bool IsRunning => !lifetime.ApplicationStopping.IsCancellationRequested;

    private ModelVersion Version(HttpContext context) => catalog.Get(Value(context, "name"), Value(context, "version"));

    private static string? Value(HttpContext context, string name) => context.GetRouteValue(name) as string;

    private static int JsonLength(IHeaderDictionary headers, int all)
    {
        if (headers[LengthHeader] is not { Count: > 0 } text) return all;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= all
            ? length : throw new ProblemException(StatusCodes.Status400BadRequest, $"{LengthHeader} must be a number of at most {all}, the length of the body.");
    }

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write, byte[][] binary)
    {
        if (binary.Length == 0)
        {
            await JsonAnswer.WriteAsync(context, write).ConfigureAwait(false);
            return;
        }

        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) write(json);
        context.Response.Headers[LengthHeader] = buffer.Length.ToString(CultureInfo.InvariantCulture);
        foreach (var tensor in binary) buffer.Write(tensor);
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = buffer.Length;
        await context.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), context.RequestAborted).ConfigureAwait(false);
    }

    private static void WriteFlag(Utf8JsonWriter json, string name, bool value)
    {
        json.WriteStartObject();
        json.WriteBoolean(name, value);
        json.WriteEndObject();
    }
}
