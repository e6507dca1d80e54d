using Gannet.Datasets;
using Gannet.Datasets.Reading;

namespace Gannet.Evaluation.Results;

/// <summary>Finds the picture that a row of results refers to, by number or by name.</summary>
internal sealed class ImageLookup
{
    private const int Ambiguous = -1;

    private readonly AnnotatedDataset _dataset;
    private readonly Dictionary<long, int> _byId = [];
    private readonly Dictionary<string, int> _byText = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byLastName = new(StringComparer.Ordinal);

    public ImageLookup(AnnotatedDataset dataset)
    {
        _dataset = dataset;
        for (var i = 0; i < dataset.Images.Count; i++)
        {
            var picture = dataset.Images[i];
            _byId.TryAdd(picture.Id, i);
            if (picture.TextId is { } text) _byText.TryAdd(text, i);
            _byName[picture.FileName] = _byName.ContainsKey(picture.FileName) ? Ambiguous : i;
            var last = LastName(picture.FileName);
            _byLastName[last] = _byLastName.ContainsKey(last) ? Ambiguous : i;
        }
    }

    /// <summary>The index of the picture, or null.</summary>
    /// <remarks>
    /// By number (or the text instead of it), else by name. Only COCO's numbers belong to the data set; detections on a folder are simply
    /// counted. So if name and number refer to different pictures, the name is right.
    /// </remarks>
    public int? Find(ImageKey? key, string? name)
    {
        if (key?.Text is { } text) return _byText.TryGetValue(text, out var byText) ? byText : null;
        var id = key?.Number;
        var byName = name is null ? null : ByName(name.Replace('\\', '/'));
        if (id is null || !_byId.TryGetValue(id.Value, out var byId)) return byName;
        if (name is null || byName == byId) return byId;
        return byName ?? (LastName(name) == LastName(_dataset.Images[byId].FileName) ? byId : null);
    }

    private int? ByName(string name)
    {
        if (_byName.TryGetValue(name, out var exact)) return exact == Ambiguous ? null : exact;
        return _byLastName.TryGetValue(LastName(name), out var index) && index != Ambiguous ? index : null;
    }

    private static string LastName(string name) => name[(name.LastIndexOf('/') + 1)..];
}
