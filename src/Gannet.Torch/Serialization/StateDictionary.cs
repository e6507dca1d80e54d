using System.Numerics;
using Gannet.Torch.Serialization.Pickle;

namespace Gannet.Torch.Serialization;

/// <summary>The tensors of an unpickled value by their full names, and what was ignored.</summary>
/// <remarks>
/// A checkpoint keeps its state dict under a key such as <c>model</c>, which is used if the root itself has no tensors. Then names of
/// nested dictionaries and lists are joined by dots, and <c>module.</c>, DataParallel's prefix of every name, is dropped.
/// </remarks>
internal sealed class StateDictionary
{
    // A pickle can refer to one value many times, so its tree can be exponentially larger than the file.
    private const int MaxDepth = 32, MaxEntries = 100_000, MaxName = 512;
    private const string ParallelPrefix = "module.";

    private static readonly string[] s_wrappers = ["state_dict", "model_state_dict", "model", "module", "net", "weights", "params"];

    private readonly RandomAccessFile _file;
    private readonly Func<PickleStorage, FileRegion> _find;
    private readonly Dictionary<string, PickleTensor> _found = new(StringComparer.Ordinal);
    private int _entries;

    public StateDictionary(RandomAccessFile file, object? root, Func<PickleStorage, FileRegion> find)
    {
        (_file, _find) = (file, find);
        if (root is not PickleDictionary dictionary)
            throw file.Malformed("holds no dictionary of tensors; save the state dict: torch.save(model.state_dict(), …).");
        Flatten("", Unwrap(dictionary), 0);
        if (_found.Count == 0) throw file.Malformed("holds no tensors; save the state dict: torch.save(model.state_dict(), …).");
        var skipped = _found.Keys.All(static name => name.StartsWith(ParallelPrefix, StringComparison.Ordinal)) ? ParallelPrefix.Length : 0;
        foreach (var (name, tensor) in _found) Tensors.Add(Store(name[skipped..], tensor));
    }

    public List<StoredTensor> Tensors { get; } = [];

    public List<string> Ignored { get; } = [];

    private PickleDictionary Unwrap(PickleDictionary root)
    {
        var depth = 0;
        while (!root.Entries.Exists(static entry => entry.Value is PickleTensor))
        {
            if (s_wrappers.FirstOrDefault(key => root.Find(key) is PickleDictionary inner && inner != root) is not { } wrapper) break;
            foreach (var (key, value) in root.Entries)
            {
                if (key is not string name || name != wrapper) Ignored.Add(Describe(NameOf(key), value));
            }

            root = (PickleDictionary)root.Find(wrapper)!;
            if (++depth > MaxDepth) throw _file.Malformed("is nested too deeply for a state dict; save the state dict alone.");
        }

        return root;
    }

    private void Flatten(string prefix, PickleDictionary dictionary, int depth)
    {
        foreach (var (key, value) in dictionary.Entries) Add(prefix + NameOf(key), value, depth);
    }

    private void Add(string name, object? value, int depth)
    {
        if (depth > MaxDepth || ++_entries > MaxEntries || name.Length > MaxName)
            throw _file.Malformed("is nested too deeply or too large for a state dict; save the state dict alone.");
        switch (value)
        {
            case PickleTensor tensor:
                if (!_found.TryAdd(name, tensor)) throw _file.Malformed($"holds two tensors named '{name}'; save it again.");
                break;
            case PickleDictionary inner:
                Flatten(name + ".", inner, depth + 1);
                break;
            case List<object?> list:
                for (var i = 0; i < list.Count; i++) Add($"{name}.{i}", list[i], depth + 1);
                break;
            default:
                Ignored.Add(Describe(name, value));
                break;
        }
    }

    private StoredTensor Store(string name, PickleTensor tensor)
    {
        var storage = _find(tensor.Storage);
        var region = storage with { Length = tensor.Storage.ElementCount * tensor.Storage.Type.Size };
        return new StoredTensor(new TensorLayout(name, region, tensor.Storage.Type, tensor.Offset, tensor.Shape, tensor.Strides));
    }

    private static string NameOf(object? key) => key switch
    {
        string text => text,
        long number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => "?",
    };

    private static string Describe(string name, object? value) => value switch
    {
        null => $"{name} (None)",
        bool => $"{name} (boolean)",
        long or double or BigInteger => $"{name} (number)",
        string => $"{name} (text)",
        _ => name,
    };
}
