using Gannet.Datasets;
using Gannet.Evaluation.Doubts;
using Gannet.Labelling.Models;
using Gannet.Labelling.Ordering;
using Gannet.Labelling.Retraining;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gannet.Labelling.Http;

/// <summary>What a model helps with: suggestions, training, order and doubts.</summary>
internal sealed class ModelRoutes(LabelProject project, SuggestingModel model, TrainingProcess training)
{
    private const int MostDoubts = 200;
    private const double MostMinutes = 60 * 24 * 7;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/status", () => Results.Json(Status()));
        routes.MapGet("/api/pictures/{id:int}/suggestions", SuggestAsync);
        routes.MapGet("/api/order", () => Results.Json(new OrderMessage(model.Generation, Order())));
        routes.MapGet("/api/doubts", () => Results.Json(Doubts()));
        routes.MapPost("/api/train", (Delegate)TrainAsync);
        routes.MapPost("/api/train/stop", Stop);
    }

    private StatusMessage Status()
    {
        var state = training.State;
        return new(
            new(model.Path is { } path ? NameOf(path) : null, model.Generation, model.IsLoading, model.Fault, model.CountSeen, model.CountAll),
            new(state.Phase.ToString().ToLowerInvariant(), state.Minutes, state.Seconds, state.Pictures, state.Objects, state.Step, state.Loss, state.AP, state.Message),
            project.CountLabelled(), project.Version);
    }

    private async Task<IResult> SuggestAsync(HttpContext context, int id, float score = 0.5f)
    {
        if ((uint)id >= (uint)model.CountAll) throw new BadHttpRequestException("There is no such picture.", StatusCodes.Status404NotFound);
        if (!(score is >= 0 and <= 1)) throw new BadHttpRequestException("A score is from 0 to 1.");
        var seen = await model.LookAsync(id).WaitAsync(context.RequestAborted).ConfigureAwait(false);
        var labels = project.Read(id);
        var boxes = seen is null ? [] : Suggestions.Of(seen.Found, labels.Boxes, score);
        return Results.Json(new SuggestionsMessage(model.Generation, labels.Revision, [.. boxes.Select(SuggestionMessage.Of)]));
    }

    // What the model has not seen yet follows in the order of the data set.
    private List<int> Order()
    {
        var open = project.Unlabelled().Select(p => (Picture: p, Seen: model.Seen(p))).ToList();
        var known = open.Where(static p => p.Seen is not null).ToList();
        var labelled = project.Labelled().Select(p => model.Seen(p)?.Descriptor).OfType<PictureDescriptor>().ToList();
        return
        [
            .. LabellingOrder.Of([.. known.Select(static p => p.Seen!)], labelled).Select(k => known[k].Picture),
            .. open.Where(static p => p.Seen is null).Select(static p => p.Picture),
        ];
    }

    private DoubtsMessage Doubts()
    {
        var seen = project.Labelled().Where(p => model.Seen(p) is not null).ToList();
        var generation = model.Generation;
        var dataset = project.Dataset(seen);
        var labels = dataset.Classes.Select(static (name, k) => (name, k)).ToDictionary(static c => c.name, static c => c.k, StringComparer.Ordinal);
        var found = dataset.Images.Select(image => Relabelled(model.Seen((int)image.Id - 1)?.Found ?? [], labels)).ToList();
        var doubts = LabelDoubts.Rank(dataset, found).Take(MostDoubts).Select(doubt => Message(dataset, doubt));
        return new(generation, seen.Count, project.CountLabelled(), [.. doubts]);
    }

    // The model's numbers are not the data set's.
    private static IReadOnlyList<DetectedObject> Relabelled(IReadOnlyList<DetectedObject> found, Dictionary<string, int> labels) =>
        [.. found.Where(d => d.Class is not null && labels.ContainsKey(d.Class)).Select(d => d with { Label = labels[d.Class!] })];

    private static DoubtMessage Message(AnnotatedDataset dataset, LabelDoubt doubt)
    {
        var image = dataset.Images[doubt.Picture];
        var label = doubt.Annotation is { } k ? image.Annotations[k] : null;
        var box = doubt.Box;
        return new(
            (int)image.Id - 1, label is null ? null : (int)label.Id - 1, doubt.Kind.ToString(), doubt.Score, box.X1, box.Y1, box.X2, box.Y2,
            Words(doubt, label is null ? null : dataset.Classes[label.Label]), label is null ? null : dataset.Classes[label.Label]);
    }

    private static string Words(LabelDoubt doubt, string? label) => doubt.Kind switch
    {
        DoubtKind.Missing => $"{doubt.Seen?.Class} without a label?",
        DoubtKind.WrongClass => $"{label}, or {doubt.Seen?.Class}?",
        DoubtKind.BadlyPlaced => $"{label}: its box does not fit?",
        _ => $"{label}: nothing there?",
    };

    private async Task<IResult> TrainAsync(HttpContext context)
    {
        var message = await RequestBody.ReadAsync<TrainMessage>(context).ConfigureAwait(false);
        if (!(message.Minutes is > 0 and <= MostMinutes)) throw new BadHttpRequestException("A training takes some minutes, at most a week.");
        training.Start(message.Minutes);
        return Results.Json(Status());
    }

    private IResult Stop()
    {
        training.Stop();
        return Results.Json(Status());
    }

    // A run's models all have one name; its folder tells them apart.
    private static string NameOf(string path) => Path.GetFileName(path) == "model.safetensors"
        ? $"{Path.GetFileName(Path.GetDirectoryName(path))}/{Path.GetFileName(path)}" : Path.GetFileName(path);
}
