using Gannet.Datasets;

namespace Gannet.Evaluation.Results;

/// <summary>Finds the picture that a row of results means, by number or by name.</summary>
internal sealed class PictureLookup
{
    private const int Ambiguous = -1;

    private readonly AnnotatedDataset _dataset;
    private readonly Dictionary<long, int> _byId = [];
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byLastName = new(StringComparer.Ordinal);

    public PictureLookup(AnnotatedDataset dataset)
    {
        _dataset = dataset;
        for (var i = 0; i < dataset.Pictures.Count; i++)
        {
            var picture = dataset.Pictures[i];
            _byId.TryAdd(picture.Id, i);
            _byName.TryAdd(picture.FileName, i);
            var last = LastName(picture.FileName);
            _byLastName[last] = _byLastName.ContainsKey(last) ? Ambiguous : i;
        }
    }

    /// <summary>The index of the picture, or null.</summary>
    /// <remarks>
    /// By number, else by name. Only COCO's numbers are the data set's own; detections on a folder are numbered by a count of their own,
    /// so where the name says another picture than the number, the name is right.
    /// </remarks>
    public int? Find(long? id, string? name)
    {
        var byName = name is null ? null : ByName(name.Replace('\\', '/'));
        if (id is null || !_byId.TryGetValue(id.Value, out var byId)) return byName;
        if (name is null || byName == byId) return byId;
        return byName ?? (LastName(name) == LastName(_dataset.Pictures[byId].FileName) ? byId : null);
    }

    private int? ByName(string name)
    {
        if (_byName.TryGetValue(name, out var exact)) return exact;
        return _byLastName.TryGetValue(LastName(name), out var index) && index != Ambiguous ? index : null;
    }

    private static string LastName(string name) => name[(name.LastIndexOf('/') + 1)..];
}
