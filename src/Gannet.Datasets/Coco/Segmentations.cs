using System.Text.Json;
using Gannet.Datasets.Json;
using Gannet.Masks;

namespace Gannet.Datasets.Coco;

/// <summary>Reads COCO's <c>segmentation</c>: polygons or run lengths.</summary>
internal static class Segmentations
{
    private const string Expected = "'segmentation' must be a list of polygons or an object with 'size' and 'counts'";

    public static Segmentation? TryParse(JsonElement record, out string? fault)
    {
        fault = null;
        if (!record.TryMember("segmentation", out var outline) || outline.ValueKind == JsonValueKind.Null) return null;
        var parsed = outline.ValueKind switch
        {
            JsonValueKind.Array => Polygons(outline),
            JsonValueKind.Object => Runs(outline),
            _ => null,
        };
        if (parsed is null) fault = Expected;
        return parsed is { Polygons.Count: 0, Runs: null } ? null : parsed;
    }

    private static Segmentation? Polygons(JsonElement list)
    {
        var polygons = new List<double[]>(list.GetArrayLength());
        foreach (var element in list.EnumerateArray())
        {
            if (!element.TryNumbers(out var numbers)) return null;
            if (numbers.Length > 0) polygons.Add(numbers);
        }

        return new Segmentation(polygons);
    }

    private static Segmentation? Runs(JsonElement record)
    {
        if (!record.TryMember("size", out var size) || !size.TryNumbers(out var numbers)) return null;
        if (numbers is not [>= 0 and <= 1e6, >= 0 and <= 1e6]) return null;
        var (height, width) = ((int)numbers[0], (int)numbers[1]);
        if (record.TryText("counts", out var text)) return new Segmentation([], new RunLengths(height, width, [], text));
        if (!record.TryMember("counts", out var counts) || !counts.TryNumbers(out var runs)) return null;
        return Array.TrueForAll(runs, static run => run is >= 0 and <= 1e12)
            ? new Segmentation([], new RunLengths(height, width, Array.ConvertAll(runs, static run => (long)run)))
            : null;
    }
}
