using Gannet.Datasets.Json;

namespace Gannet.Datasets.Reading;

/// <summary>Reads regions for a detector to classify, from a COCO results file; only file name and box are used.</summary>
public static class RegionsReader
{
    private const string Expected = "a list of regions: objects with file_name and bbox";

    /// <summary>The regions of each picture by its file name, in pixels of the picture.</summary>
    /// <param name="path">The JSON file, for example what 'gannet detect --json' writes.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is not such a list, a row is malformed, or a box has no area.</exception>
    public static IReadOnlyDictionary<string, Box[]> Read(string path)
    {
        var regions = new Dictionary<string, List<Box>>(StringComparer.Ordinal);
        JsonRecords.ReadArray(path, Expected, (index, record) =>
        {
            InvalidDataException Fault(string what) => new($"{path}, row {index + 1}: {what}");
            if (!record.TryText("file_name", out var name)) throw Fault("file_name must be a string: the picture's path in the input folder.");
            if (!record.TryMember("bbox", out var corners) || !corners.TryNumbers(out var b) || b.Length != 4)
                throw Fault("bbox must be four numbers [x, y, width, height].");
            var box = Box.FromSize((float)b[0], (float)b[1], (float)b[2], (float)b[3]);
            if (!box.IsValid) throw Fault("bbox must have a positive width and height.");
            if (!regions.TryGetValue(name, out var list)) regions[name] = list = [];
            list.Add(box);
        });
        return regions.ToDictionary(static r => r.Key, static r => r.Value.ToArray(), StringComparer.Ordinal);
    }
}
