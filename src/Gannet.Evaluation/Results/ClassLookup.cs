using Gannet.Datasets;
using Gannet.Datasets.Coco;

namespace Gannet.Evaluation.Results;

/// <summary>Finds the class that a row of results refers to, by number or by name.</summary>
internal sealed class ClassLookup
{
    private readonly AnnotatedDataset _dataset;
    private readonly Dictionary<long, int> _byId = [];
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);

    public ClassLookup(AnnotatedDataset dataset)
    {
        _dataset = dataset;
        for (var i = 0; i < dataset.Classes.Count; i++)
        {
            _byId.TryAdd(dataset.CategoryIds[i], i);
            _byName.TryAdd(dataset.Classes[i], i);
        }
    }

    /// <summary>The label, or null. If number and name disagree, the name decides: a model may number its classes differently.</summary>
    public int? Find(long? id, string? name)
    {
        int? byId = id is not null && _byId.TryGetValue(id.Value, out var label) ? label : null;
        if (name is null || (byId is not null && _dataset.Classes[byId.Value] == CocoFile.Apart(name, id!.Value))) return byId;
        return _byName.TryGetValue(name, out var named) ? named : null;
    }
}
