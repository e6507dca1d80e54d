using System.Text.Json;
using Gannet.Serving.Detections;
using Gannet.Serving.Endpoints;
using Gannet.Serving.Limits;
using Gannet.Serving.Models;
using Gannet.Serving.Pictures;
using Gannet.Serving.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Gannet.Serving.LabelStudio;

/// <summary>The protocol by which Label Studio asks a model for predictions, its "ML backend".</summary>
internal sealed class LabelStudioEndpoints(
    ServingOptions options, ModelCatalog catalog, BodyReader bodies, PictureIntake intake, TaskPictures files, DetectionService service,
    ILogger<LabelStudioEndpoints> log)
{
    public static Task HealthAsync(HttpContext context) => JsonAnswer.WriteAsync(context, static json =>
    {
        json.WriteStartObject();
        json.WriteString("status", "UP");
        json.WriteString("model_class", "Gannet");
        json.WriteEndObject();
    });

    public async Task SetupAsync(HttpContext context)
    {
        var version = catalog.Get(Model(context));
        using var body = await bodies.ReadAsync(context).ConfigureAwait(false);
        await intake.RunAsync(
            () =>
            {
                PredictRequest.CheckSetup(body.Memory);
                return true;
            },
            context.RequestAborted).ConfigureAwait(false);
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("model_version", NameOf(version));
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    public async Task PredictAsync(HttpContext context)
    {
        DetectionService.RequirePlace(catalog.Get(Model(context)));
        using var body = await bodies.ReadAsync(context).ConfigureAwait(false);
        // A document of tokens takes several times the memory of its text, so that only a few are read at a time.
        var request = await intake.RunAsync(() => PredictRequest.Parse(body.Memory), context.RequestAborted).ConfigureAwait(false);
        body.Dispose();
        using var lease = catalog.Lease(Model(context));
        var results = new (PictureResult? Result, ProblemException? Problem)[request.Pictures.Count];
        // As many at a time as are detected together: the other places are for other clients.
        var together = new ParallelOptions { MaxDegreeOfParallelism = options.MaxBatch, CancellationToken = context.RequestAborted };
        await Parallel.ForEachAsync(Enumerable.Range(0, results.Length), together, async (k, cancellation) =>
            results[k] = await TryDetectAsync(lease.Version, request.Pictures[k], cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        if (results.Length > 0 && results.FirstOrDefault(static result => result.Result is not null).Result is null)
            throw results[0].Problem!;
        await JsonAnswer.WriteAsync(context, json => Write(json, lease.Version, request.Config, [.. results.Select(static result => result.Result)])).ConfigureAwait(false);
    }

    // A picture that cannot be read costs its own task the prediction, and no other.
    private async Task<(PictureResult? Result, ProblemException? Problem)> TryDetectAsync(ModelVersion version, string? picture, CancellationToken aborted)
    {
        try
        {
            if (picture is null) throw new ProblemException(StatusCodes.Status422UnprocessableEntity, "The picture of a task cannot be read: its data do not name one.");
            return (await service.DetectAsync(version, () => intake.Decode(files.Read(picture)), aborted).ConfigureAwait(false), null);
        }
        catch (ProblemException problem) when (problem.Status != StatusCodes.Status503ServiceUnavailable)
        {
            ServingLog.TaskUnread(log, problem.Message);
            return (null, problem);
        }
    }

    private void Write(Utf8JsonWriter json, ModelVersion version, LabelConfig config, IReadOnlyList<PictureResult?> results)
    {
        json.WriteStartObject();
        json.WriteStartArray("results");
        foreach (var result in results)
        {
            IReadOnlyList<(DetectedObject Object, string Label)> found = result is null ? [] :
            [
                .. result.Found(options.Score).Select(one => (one, config.LabelFor(DetectionJson.NameOf(version.Model.Classes, one.Label))))
                    .Where(static pair => pair.Item2 is not null).Select(static pair => (pair.one, pair.Item2!)),
            ];
            json.WriteStartObject();
            json.WriteStartArray("result");
            foreach (var (one, label) in found) WriteRegion(json, config, result!, one, label);
            json.WriteEndArray();
            json.WriteNumber("score", found.Count == 0 ? 0 : found.Average(static pair => pair.Object.Score));
            json.WriteString("model_version", NameOf(version));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Label Studio measures in hundredths of the picture's sides.
    private static void WriteRegion(Utf8JsonWriter json, LabelConfig config, PictureResult picture, DetectedObject found, string label)
    {
        var box = found.Box;
        json.WriteStartObject();
        json.WriteString("from_name", config.FromName);
        json.WriteString("to_name", config.ToName);
        json.WriteString("type", "rectanglelabels");
        json.WriteNumber("original_width", picture.Width);
        json.WriteNumber("original_height", picture.Height);
        json.WriteNumber("image_rotation", 0);
        json.WriteStartObject("value");
        json.WriteStartArray("rectanglelabels");
        json.WriteStringValue(label);
        json.WriteEndArray();
        json.WriteNumber("x", 100.0 * box.X1 / picture.Width);
        json.WriteNumber("y", 100.0 * box.Y1 / picture.Height);
        json.WriteNumber("width", 100.0 * box.Width / picture.Width);
        json.WriteNumber("height", 100.0 * box.Height / picture.Height);
        json.WriteNumber("rotation", 0);
        json.WriteEndObject();
        json.WriteNumber("score", found.Score);
        json.WriteEndObject();
    }

    private static string NameOf(ModelVersion version) => $"{version.Name}:{version.Version}";

    private static string? Model(HttpContext context) => context.GetRouteValue("model") as string;
}
