using System.Text.Json;
using Gannet.Detection.Explanation;
using Gannet.Evaluation.Results;

namespace Gannet.Cli.Explanation;

/// <summary>The page about one picture as JSON; <c>detections</c> are the rows of <c>gannet detect --json</c>.</summary>
internal static class ExplanationJson
{
    private const int MostListed = 100;

    public static void Write(Utf8JsonWriter json, ExplainedPicture picture)
    {
        var trace = picture.Trace;
        json.WriteStartObject();
        json.WriteString("picture", picture.Name);
        json.WriteString("model", picture.Model);
        json.WriteString("preset", picture.Preset);
        json.WriteNumber("score", picture.Score);
        WriteInput(json, trace);
        WriteList(json, "levels", trace.Maps, static (json, map) =>
        {
            json.WriteStartObject();
            json.WriteNumber("stride", map.Level.Stride);
            json.WriteNumber("channels", map.Level.Channels);
            json.WriteNumber("width", map.Width);
            json.WriteNumber("height", map.Height);
            json.WriteBoolean("forProposals", map.IsForProposals);
            json.WriteBoolean("forRegions", map.IsForRegions);
            json.WriteEndObject();
        });
        if (trace.Network is { } network) WriteNetwork(json, network, picture.Matching);
        json.WriteNumber("regions", trace.Proposals.Boxes.Length);
        if (trace.Pooling is { } pooling)
            WriteList(json, "regionsPerLevel", [.. Enumerable.Range(0, pooling.Levels.Append(0).Max() + 1)], (json, level) => json.WriteNumberValue(pooling.Levels.Count(l => l == level)));
        if (trace.Regions is { } regions) WriteClasses(json, picture, regions);
        json.WritePropertyName("detections");
        json.WriteRawValue(Rows(picture));
        if (picture.Truth is not null) WriteList(json, "objects", picture.Objects, (json, o) => Write(json, o, picture));
        if (picture.Occlusion is { } hidden) Write(json, hidden, picture);
        json.WriteEndObject();
    }

    private static byte[] Rows(ExplainedPicture picture)
    {
        using var rows = new MemoryStream();
        DetectionsWriter.Write(rows, [new ImageDetections(1, picture.Name, picture.Found)], picture.Classes);
        return rows.ToArray();
    }

    private static void WriteInput(Utf8JsonWriter json, DetectionTrace trace)
    {
        json.WriteStartObject("input");
        json.WriteNumber("width", trace.Input.Width);
        json.WriteNumber("height", trace.Input.Height);
        json.WriteNumber("pictureWidth", trace.Placement.Original.Width);
        json.WriteNumber("pictureHeight", trace.Placement.Original.Height);
        json.WriteNumber("scaleX", trace.Placement.ScaleX);
        json.WriteNumber("scaleY", trace.Placement.ScaleY);
        WriteBox(json, "window", trace.Placement.Window);
        json.WriteEndObject();
    }

    private static void WriteNetwork(Utf8JsonWriter json, ProposalTrace network, AnchorMatching? matching)
    {
        WriteList(json, "anchorsPerLevel", network.Anchors.LevelSizes, static (json, size) => json.WriteNumberValue(size));
        if (matching is not null)
        {
            json.WriteStartObject("anchorMatching");
            json.WriteNumber("foreground", matching.Positive);
            json.WriteNumber("background", matching.Negative);
            json.WriteNumber("ignored", matching.Ignored);
            json.WriteNumber("sampledForeground", matching.SampledPositive.Length);
            json.WriteNumber("sampledBackground", matching.SampledNegative.Length);
            json.WriteEndObject();
        }

        var suppression = network.Suppression;
        json.WriteStartObject("proposals");
        WriteCounts(json, suppression);
        WriteList(json, "best", [.. suppression.Kept.Take(MostListed)], (json, k) =>
        {
            json.WriteStartObject();
            json.WriteNumber("objectness", suppression.Candidates[k].Score);
            json.WriteNumber("level", network.LevelOf(suppression.Candidates[k].Source));
            WriteBox(json, "bbox", suppression.Candidates[k].Box);
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void WriteClasses(Utf8JsonWriter json, ExplainedPicture picture, RegionTrace regions)
    {
        json.WriteStartObject("classes");
        WriteCounts(json, regions.Suppression);
        var kept = regions.Suppression.Kept.ToHashSet();
        var best = Enumerable.Range(0, regions.Suppression.Candidates.Length).OrderByDescending(k => regions.Suppression.Candidates[k].Score).Take(MostListed);
        WriteList(json, "best", [.. best], (json, k) =>
        {
            var candidate = regions.Suppression.Candidates[k];
            json.WriteStartObject();
            json.WriteNumber("region", candidate.Source);
            json.WriteString("class", picture.ClassName(candidate.Group));
            json.WriteNumber("before", regions.Probability(candidate.Source, candidate.Group));
            json.WriteBoolean("kept", kept.Contains(k));
            WriteBox(json, "bbox", candidate.Box);
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, SuppressionTrace suppression)
    {
        json.WriteNumber("before", suppression.Candidates.Length);
        json.WriteNumber("after", suppression.Survivors.Length);
        json.WriteNumber("kept", suppression.Kept.Length);
        json.WriteNumber("limit", suppression.Limit);
        json.WriteNumber("iou", suppression.Threshold);
    }

    private static void Write(Utf8JsonWriter json, ObjectTrace o, ExplainedPicture picture)
    {
        json.WriteStartObject();
        json.WriteString("class", picture.ClassName(o.Label));
        WriteBox(json, "bbox", o.Box);
        json.WriteString("lost", o.Lost.ToString());
        json.WriteString("how", LossText.Of(o, picture));
        if (float.IsFinite(o.AnchorIou)) json.WriteNumber("anchorIou", o.AnchorIou);
        json.WriteNumber("regionIou", o.RegionIou);
        json.WriteNumber("value", o.Value);
        json.WriteNumber("needed", o.Needed);
        json.WriteNumber("ownScore", o.OwnScore);
        if (o.Own is { } own) WriteBox(json, "own", own);
        if (o.Other is { } other) WriteBox(json, "other", other);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Occlusion hidden, ExplainedPicture picture)
    {
        json.WriteStartObject("occlusion");
        json.WriteNumber("detection", 1 + LossText.Place(picture, hidden.Detection));
        WriteBox(json, "area", hidden.Area);
        json.WriteNumber("steps", hidden.Steps);
        WriteList(json, "drops", hidden.Drops, static (json, drop) => json.WriteNumberValue(drop));
        json.WriteEndObject();
    }

    private static void WriteBox(Utf8JsonWriter json, string name, Box box) =>
        WriteList(json, name, [box.X1, box.Y1, box.Width, box.Height], static (json, value) => json.WriteNumberValue(value));

    private static void WriteList<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> values, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var value in values) write(json, value);
        json.WriteEndArray();
    }
}
