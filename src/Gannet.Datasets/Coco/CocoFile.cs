using System.Globalization;
using System.Text.Json;
using Gannet.Datasets.Checking;
using Gannet.Datasets.Json;
using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Coco;

/// <summary>Reads one COCO annotation file.</summary>
internal sealed class CocoFile(string path, IReadOnlyList<string> pictureFolders, DatasetBuilder builder)
{
    private readonly Dictionary<long, string> _categories = [];
    private readonly List<(long Id, string Name)> _declared = [];
    private readonly Dictionary<ImageKey, ImageRecord> _pictures = [];
    private readonly List<ImageRecord> _order = [];
    private readonly List<(ImageKey Image, long Category, CocoBox Box)> _boxes = [];
    private readonly HashSet<long> _ids = [];
    private int _lastFolder;

    public void Read()
    {
        var found = JsonRecords.ReadObject(path, new Dictionary<string, JsonRecords.Visit>
        {
            ["categories"] = Category,
            ["images"] = Image,
            ["annotations"] = Box,
        });
        foreach (var name in new[] { "images", "categories", "annotations" })
        {
            if (!found.Contains(name))
                throw new InvalidDataException($"{path}: a COCO annotation file needs a list '{name}', but this one has none.");
        }

        foreach (var (id, name) in _declared.OrderBy(static c => c.Id)) builder.DeclareClass(name, id);
        NumberTexts();
        Join();
        foreach (var picture in _order) builder.Add(picture);
    }

    // Text ids are numbered in pycocotools' order, since this order breaks ties between equal scores.
    private void NumberTexts()
    {
        if (_order.TrueForAll(static p => p.TextId is null)) return;
        long next = 1;
        foreach (var (_, picture) in _pictures.OrderBy(static p => p.Key.ToString(), StringComparer.Ordinal)) picture.Id = next++;
    }

    // The lists may come in any order, so boxes are joined to pictures and classes after all are read.
    private void Join()
    {
        foreach (var (pictureId, categoryId, box) in _boxes)
        {
            if (!_pictures.TryGetValue(pictureId, out var picture))
            {
                Problem(DataProblemKind.MissingPicture, box.Where, $"image_id {pictureId} is not in 'images'");
            }
            else if (!_categories.TryGetValue(categoryId, out var name))
            {
                Problem(DataProblemKind.UnknownClass, box.Where, $"category_id {categoryId} is not in 'categories'");
            }
            else
            {
                picture.Annotations.Add(box.ToRecord(name));
            }
        }
    }

    private void Category(int index, JsonElement record)
    {
        var where = $"categories[{index}]";
        if (!record.TryLong("id", out var id) || !record.TryText("name", out var name))
        {
            Problem(DataProblemKind.Malformed, where, "a category needs an integer 'id' and a string 'name'");
        }
        else if (!_categories.TryAdd(id, name))
        {
            Problem(DataProblemKind.Malformed, where, $"the category id {id} is used twice");
        }
        else if (_declared.Exists(c => c.Name == name) && !builder.Options.RequireImages)
        {
            _declared.Add((id, _categories[id] = Apart(name, id)));
            builder.Report(
                DataProblemKind.Malformed, path, where, $"the category name '{name}' is used twice", "they are scored separately, as pycocotools does", false);
        }
        else if (_declared.Exists(c => c.Name == name))
        {
            builder.Report(
                DataProblemKind.Malformed, path, where, $"the category name '{name}' is used twice", "both are read as one class", false);
        }
        else
        {
            _declared.Add((id, name));
        }
    }

    private void Image(int index, JsonElement record)
    {
        var where = $"images[{index}]";
        if (!record.TryKey("id", out var id))
        {
            Problem(DataProblemKind.Malformed, where, "a picture needs an 'id', an integer or a string");
            return;
        }

        // A results file identifies pictures by id alone.
        if (!record.TryText("file_name", out var name)) name = builder.Options.RequireImages ? null : $"{id}";
        if (name is null)
        {
            Problem(DataProblemKind.Malformed, where, "a picture needs a string 'file_name'");
            return;
        }

        if (!ImageFolders.IsName(name))
        {
            Problem(DataProblemKind.Malformed, where, "the 'file_name' contains a NUL character, which file names cannot contain");
            return;
        }

        name = name.Replace('\\', '/');
        var picture = new ImageRecord
        {
            FileName = name,
            Path = Find(name),
            AnnotationFile = path,
            Where = $"{where} (id {id})",
            Id = id.Number,
            TextId = id.Text,
            Width = Size(record, "width", where),
            Height = Size(record, "height", where),
        };
        if (_pictures.TryAdd(id, picture)) _order.Add(picture);
        else Problem(DataProblemKind.DuplicatePicture, where, $"the picture id {id} is used twice");
    }

    // 0 and null commonly mean "unknown".
    private int Size(JsonElement record, string name, string where)
    {
        if (!record.TryDouble(name, out var size) || size == 0) return record.TryLong(name, out var text) && text is > 0 and <= int.MaxValue ? (int)text : 0;
        if (size is > 0 and <= int.MaxValue && size == Math.Floor(size)) return (int)size;
        builder.Report(
            DataProblemKind.Malformed, path, where, string.Create(CultureInfo.InvariantCulture, $"the {name} {size} is not a number of pixels"),
            "the picture's own is used", false);
        return 0;
    }

    private void Box(int index, JsonElement record)
    {
        if (CocoBox.TryParse(record, index, out var box, out var fault))
        {
            _boxes.Add((box.ImageId, box.CategoryId, box));
            if (record.TryLong("id", out var id) && !_ids.Add(id))
                builder.Report(DataProblemKind.Malformed, path, box.Where, $"the annotation id {id} is used twice", "both are kept; make them unique", false);
            if (fault is not null) builder.Report(DataProblemKind.Malformed, path, box.Where, fault, "the outline is left out", false);
        }
        else
        {
            Problem(DataProblemKind.Malformed, $"annotations[{index}]", fault!);
        }
    }

    // Most pictures are in the same folder as the one before.
    private string Find(string name)
    {
        for (var i = 0; i < pictureFolders.Count; i++)
        {
            var folder = (_lastFolder + i) % pictureFolders.Count;
            var candidate = Path.GetFullPath(Path.Combine(pictureFolders[folder], name));
            if (!File.Exists(candidate)) continue;
            _lastFolder = folder;
            return candidate;
        }

        return Path.GetFullPath(Path.Combine(pictureFolders.Count > 0 ? pictureFolders[0] : Path.GetDirectoryName(path)!, name));
    }

    private void Problem(DataProblemKind kind, string where, string what) => builder.Report(kind, path, where, what, "left out", true);

    /// <summary>Name for the second category with the same name, so that the two stay separate.</summary>
    internal static string Apart(string name, long id) => $"{name} (category {id})";
}
