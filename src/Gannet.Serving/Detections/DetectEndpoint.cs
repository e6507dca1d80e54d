using Gannet.Imaging.Codecs;
using Gannet.Imaging.Drawing;
using Gannet.Imaging.Headers;
using Gannet.Serving.Endpoints;
using Gannet.Serving.Models;
using Gannet.Serving.Pictures;
using Gannet.Serving.Problems;
using Microsoft.AspNetCore.Http;

namespace Gannet.Serving.Detections;

/// <summary><c>POST /v1/detect</c> and <c>GET /v1/models</c>.</summary>
internal sealed class DetectEndpoint(
    ServingOptions options, ModelCatalog catalog, PictureForm form, PictureIntake intake, DetectionService service, TimeProvider time)
{
    public async Task DetectAsync(HttpContext context)
    {
        var start = time.GetTimestamp();
        var query = DetectQuery.Of(context.Request.Query, options.Score);
        if (query.Draws && ImageEncoder.Missing is { } missing) throw new ProblemException(StatusCodes.Status501NotImplemented, missing);
        DetectionService.RequirePlace(catalog.Get(query.Model));
        using var body = await form.ReadAsync(context).ConfigureAwait(false);
        // Only now: a slow body must not keep a replaced version in memory.
        using var lease = catalog.Lease(query.Model);
        var version = lease.Version;
        var result = await service.DetectAsync(version, () => intake.Decode(body.Memory.Span), context.RequestAborted).ConfigureAwait(false);
        var found = result.Found(query.Score);
        if (!query.Draws)
        {
            await JsonAnswer.WriteAsync(context, json => DetectionJson.Write(json, version, result, found, time.GetElapsedTime(start))).ConfigureAwait(false);
            return;
        }

        // Decoded once more: a picture in the queue takes far less memory as bytes than as pixels.
        var (bytes, type) = await intake.RunAsync(() => Draw(body.Memory.Span, query.Format, found, version.Model.Classes), context.RequestAborted).ConfigureAwait(false);
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    public Task ListAsync(HttpContext context) => JsonAnswer.WriteAsync(context, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("models");
        foreach (var version in catalog.All)
        {
            json.WriteStartObject();
            json.WriteString("name", version.Name);
            json.WriteString("version", version.Version);
            json.WriteString("platform", version.Model.Platform);
            json.WriteStartArray("classes");
            foreach (var name in version.Model.Classes) json.WriteStringValue(name);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("score", options.Score);
        json.WriteEndObject();
    });

    private (byte[] Bytes, string Type) Draw(ReadOnlySpan<byte> body, ImageFormat? wanted, IReadOnlyList<DetectedObject> found, IReadOnlyList<string> classes)
    {
        var format = wanted ?? (ImageHeader.Parse(body, "picture").Format == ImageFormat.Jpeg ? ImageFormat.Jpeg : ImageFormat.Png);
        var drawn = BoxDrawer.Draw(intake.Decode(body), [.. found.Select(one => DrawnBox.Of(one, classes))]);
        return (ImageEncoder.Encode(drawn, format), format == ImageFormat.Jpeg ? "image/jpeg" : "image/png");
    }
}
