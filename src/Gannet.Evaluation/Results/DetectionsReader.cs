using System.Globalization;
using System.Text.Json;
using Gannet.Datasets;
using Gannet.Datasets.Coco;
using Gannet.Datasets.Json;
using Gannet.Datasets.Reading;
using Gannet.Evaluation.Overlaps;
using Gannet.Masks;

namespace Gannet.Evaluation.Results;

/// <summary>Reads a COCO results file: a list of boxes, masks or both with picture, class and score.</summary>
public static class DetectionsReader
{
    private const string Expected = "a COCO results file, which is a list of objects with image_id, category_id, bbox or segmentation, and score";

    /// <summary>Reads detections and assigns them to the pictures of a data set.</summary>
    /// <param name="path">The JSON file.</param>
    /// <param name="dataset">The data set that the detections belong to.</param>
    /// <returns>The detections of each picture, rounded to floats; a row without a box gets the box around its mask.</returns>
    /// <exception cref="FileNotFoundException">The file is absent.</exception>
    /// <exception cref="InvalidDataException">The file is not a list of results, or a row is malformed, has a score that is not finite, or
    /// names an unknown picture.</exception>
    public static IReadOnlyList<IReadOnlyList<DetectedObject>> Read(string path, AnnotatedDataset dataset) => ReadFile(path, dataset).ToDetections();

    /// <summary>The same in double, with whether the rows are boxes or masks.</summary>
    /// <param name="path">The JSON file.</param>
    /// <param name="dataset">The data set that the detections belong to.</param>
    /// <exception cref="FileNotFoundException">The file is absent.</exception>
    /// <remarks>As in pycocotools' loadRes, the first row decides for all rows whether the area is that of the box or the mask.</remarks>
    /// <exception cref="InvalidDataException">As <see cref="Read"/>.</exception>
    public static DetectionsReading ReadFile(string path, AnnotatedDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var pictures = new ImageLookup(dataset);
        var classes = new ClassLookup(dataset);
        var lists = new List<ResultRow>[dataset.Images.Count];
        for (var i = 0; i < lists.Length; i++) lists[i] = [];

        var (rows, masksAlone, areasOfMasks) = (0, 0, false);
        var (unknownRows, unknownClass) = (0, (string?)null);
        JsonRecords.ReadArray(path, Expected, (index, record) =>
        {
            InvalidDataException Fault(string what) => new($"{path}, row {index + 1}: {what}");
            var picture = FindImage(record, pictures, Fault);
            var mask = ReadMask(record, dataset.Images[picture], Fault);
            var isMaskAlone = mask is not null && !HasBox(record);
            if (rows++ == 0) areasOfMasks = isMaskAlone;
            if (isMaskAlone) masksAlone++;
            var box = isMaskAlone ? WrittenBox.Of(mask!.Box) : ReadBox(record, Fault);
            if (!record.TryDouble("score", out var score) || !float.IsFinite((float)score)) throw Fault("score must be a finite number.");
            if (FindClass(record, classes, Fault, out var named) is not { } label)
            {
                // pycocotools skips what it does not score.
                unknownClass ??= named;
                unknownRows++;
                return;
            }

            lists[picture].Add(new ResultRow(box, label, score)
            {
                Area = areasOfMasks && mask is not null ? mask.Area : box.Area,
                Mask = mask?.ToRunLengths(),
            });
        });
        return new(lists, rows > 0 && masksAlone == rows ? IouType.Masks : IouType.Boxes)
        {
            UnknownClassRows = unknownRows,
            UnknownClass = unknownClass,
        };
    }

    private static int FindImage(JsonElement record, ImageLookup pictures, Func<string, Exception> fault)
    {
        if (record.ValueKind != JsonValueKind.Object) throw fault("a result must be an object with image_id, category_id, bbox and score.");

        ImageKey? key = record.TryKey("image_id", out var id) ? id : null;
        var fileName = record.TryText("file_name", out var name) ? name : null;
        if (key is null && fileName is null) throw fault("image_id must be a whole number or the data set's text, or file_name a text.");
        return pictures.Find(key, fileName)
            ?? throw fault($"the data set has no picture {Naming(key?.ToString(), fileName)}; score it against the data set it was made on.");
    }

    private static int? FindClass(JsonElement record, ClassLookup classes, Func<string, Exception> fault, out string naming)
    {
        long? categoryId = record.TryLong("category_id", out var category) ? category : null;
        var className = record.TryText("category", out var text) ? text : null;
        if (categoryId is null && className is null) throw fault("category_id must be a whole number, or category a class name.");
        naming = Naming(categoryId?.ToString(CultureInfo.InvariantCulture), className);
        return classes.Find(categoryId, className);
    }

    // An empty list means no box.
    private static bool HasBox(JsonElement record) =>
        record.TryMember("bbox", out var box) && !(box.ValueKind == JsonValueKind.Array && box.GetArrayLength() == 0);

    private static WrittenBox ReadBox(JsonElement record, Func<string, Exception> fault)
    {
        if (!record.TryMember("bbox", out var corners) || !corners.TryNumbers(out var box) || box.Length != 4)
            throw fault("bbox must be four numbers [x, y, width, height].");
        if (!Array.TrueForAll(box, static v => float.IsFinite((float)v))) throw fault("bbox has a number that is not finite.");
        return new(box[0], box[1], box[2], box[3]);
    }

    private static RunLengthMask? ReadMask(JsonElement record, AnnotatedImage picture, Func<string, Exception> fault)
    {
        var outline = Segmentations.TryParse(record, out var what);
        if (what is not null) throw fault($"{what}.");
        if (outline is null) return null;
        if (outline.Runs is null && picture.Width <= 0)
            throw fault($"'segmentation' is a list of polygons, and the annotations do not state the width and height of {picture.FileName}, which they need.");
        try
        {
            // The mask's own size is used only if the data set does not state the picture's.
            return outline.Runs is { } runs && picture.Width <= 0
                ? RunLengthMask.From(runs)
                : RunLengthMask.From(outline, picture.Height, picture.Width);
        }
        catch (InvalidDataException error)
        {
            throw fault(error.Message);
        }
    }

    private static string Naming(string? id, string? name) => (id, name) switch
    {
        (null, _) => $"'{name}'",
        (_, null) => id,
        _ => $"{id} ('{name}')",
    };
}

/// <summary>What a results file holds.</summary>
/// <param name="Rows">The rows of each picture, in the order of the data set's pictures and of the file.</param>
/// <param name="Overlap">What its rows are: masks if every row has a mask and none has a box, else boxes.</param>
public sealed record DetectionsReading(IReadOnlyList<IReadOnlyList<ResultRow>> Rows, IouType Overlap)
{
    /// <summary>Number of rows left out because the data set does not have their class; they count neither for nor against.</summary>
    public int UnknownClassRows { get; init; }

    /// <summary>The first of those classes, as the file names it; null if there is none.</summary>
    public string? UnknownClass { get; init; }

    /// <summary>The rows as detections, rounded to floats.</summary>
    public IReadOnlyList<IReadOnlyList<DetectedObject>> ToDetections() =>
        [.. Rows.Select(static rows => rows.Select(static row => row.ToDetection()).ToArray())];
}

/// <summary>The detections of one picture, with the identifiers that a results file gives it.</summary>
/// <param name="ImageId">The data set's number for the picture.</param>
/// <param name="FileName">Name relative to the picture folder.</param>
/// <param name="Detections">The detections, in pixels of the original picture.</param>
public sealed record ImageDetections(long ImageId, string FileName, IReadOnlyList<DetectedObject> Detections)
{
    /// <summary>The data set's identifier of the picture if it is a text; written instead of the number.</summary>
    public string? TextId { get; init; }

    /// <summary>The frame, if the file is a video; null for a picture.</summary>
    public VideoFrame? Frame { get; init; }
}
