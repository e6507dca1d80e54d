using System.Text.Json;
using Gannet.Vision.Annotations;
using Gannet.Vision.Annotations.Reading;

namespace Gannet.Vision.Evaluation;

/// <summary>Reads a COCO results file: a list of boxes with picture, class and score.</summary>
public static class DetectionsReader
{
    /// <summary>Reads detections and lays them beside the pictures of a data set.</summary>
    /// <param name="path">The JSON file.</param>
    /// <param name="dataset">The data set that the detections belong to.</param>
    /// <returns>The detections of each picture, in the order of the data set's pictures and of the file.</returns>
    /// <exception cref="FileNotFoundException">The file is absent.</exception>
    /// <exception cref="InvalidDataException">The file is no list of results, or a row is malformed, has a score that is no number, or
    /// names an unknown picture or class.</exception>
    public static IReadOnlyList<IReadOnlyList<Detection>> Read(string path, AnnotatedDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var pictures = new PictureLookup(dataset);
        var classes = new ClassLookup(dataset);
        var lists = new List<Detection>[dataset.Pictures.Count];
        for (var i = 0; i < lists.Length; i++) lists[i] = [];

        JsonRecords.ReadArray(path, "a COCO results file, which is a list of objects with image_id, category_id, bbox and score", (index, record) =>
        {
            var (picture, detection) = ReadRow(
                record, pictures, classes, what => new InvalidDataException($"{path}, row {index + 1}: {what}"));
            lists[picture].Add(detection);
        });
        return lists;
    }

    private static (int Picture, Detection Detection) ReadRow(
        JsonElement record, PictureLookup pictures, ClassLookup classes, Func<string, Exception> fault)
    {
        if (record.ValueKind != JsonValueKind.Object) throw fault("a result must be an object with image_id, category_id, bbox and score.");

        long? imageId = record.TryLong("image_id", out var id) ? id : null;
        var fileName = record.TryText("file_name", out var name) ? name : null;
        if (imageId is null && fileName is null) throw fault("image_id must be a whole number, or file_name a text.");
        if (pictures.Find(imageId, fileName) is not { } picture)
        {
            throw fault($"the data set has no picture {Naming(imageId, fileName)}; score it against the data set it was made on.");
        }

        long? categoryId = record.TryLong("category_id", out var category) ? category : null;
        var className = record.TryText("category", out var text) ? text : null;
        if (categoryId is null && className is null) throw fault("category_id must be a whole number, or category a class name.");
        if (classes.Find(categoryId, className) is not { } label)
            throw fault($"the data set has no class {Naming(categoryId, className)}.");

        if (!record.TryMember("bbox", out var corners) || !corners.TryNumbers(out var box) || box.Length != 4)
            throw fault("bbox must be four numbers [x, y, width, height].");
        if (!Array.TrueForAll(box, static v => float.IsFinite((float)v))) throw fault("bbox has a number that is not finite.");
        if (!record.TryDouble("score", out var score) || !float.IsFinite((float)score)) throw fault("score must be a finite number.");
        return (
            picture, new Detection(
                new Box((float)box[0], (float)box[1], (float)(box[0] + box[2]), (float)(box[1] + box[3])), label, (float)score));
    }

    private static string Naming(long? id, string? name) => (id, name) switch
    {
        (null, _) => $"'{name}'",
        (_, null) => $"{id}",
        _ => $"{id} ('{name}')",
    };
}
