namespace Gannet.Torch.Serialization.Pickle;

/// <summary>The names a weight file may use, and what Gannet makes of them. Any other name is refused without looking it up.</summary>
internal sealed class PickleCalls(RandomAccessFile file, PickleCursor cursor)
{
    // Only copies let an opcode create something larger than itself; this limits their total.
    private const long MaxCopied = 64 << 20;

    private static readonly Dictionary<string, ElementType> s_storages = new()
    {
        ["torch.ByteStorage"] = ElementType.Byte,
        ["torch.CharStorage"] = ElementType.SByte,
        ["torch.ShortStorage"] = ElementType.Int16,
        ["torch.IntStorage"] = ElementType.Int32,
        ["torch.LongStorage"] = ElementType.Int64,
        ["torch.HalfStorage"] = ElementType.Half,
        ["torch.FloatStorage"] = ElementType.Float,
        ["torch.DoubleStorage"] = ElementType.Double,
        ["torch.BoolStorage"] = ElementType.Bool,
        ["torch.BFloat16Storage"] = ElementType.BFloat16,
    };

    private static readonly HashSet<string> s_names =
    [
        .. s_storages.Keys,
        "collections.OrderedDict", "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_parameter",
        "torch.Size", "torch.device", "builtins.set", "builtins.frozenset", "__builtin__.set", "__builtin__.frozenset", "_codecs.encode",
        "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar", "numpy.dtype", "argparse.Namespace",
        "torch.uint8", "torch.int8", "torch.int16", "torch.int32", "torch.int64", "torch.float16", "torch.float32", "torch.float64", "torch.bool", "torch.bfloat16",
    ];

    private readonly Dictionary<string, PickleStorage> _used = new(StringComparer.Ordinal);
    private long _copied;

    /// <summary>The storages referred to so far, by key.</summary>
    public IReadOnlyDictionary<string, PickleStorage> Used => _used;

    /// <summary>Lets a name through, or refuses the file.</summary>
    public PickleGlobal Name(string module, string name)
    {
        var full = $"{module}.{name}";
        if (s_names.Contains(full)) return new PickleGlobal(full);
        if (module == "torch" && name.EndsWith("Storage", StringComparison.Ordinal))
            throw file.Malformed($"holds tensors of {name[..^"Storage".Length]} elements, which Gannet does not read; save them as float.");
        throw file.Malformed(
            $"wants to run '{full}', refused; only tensors and plain data are read. Save the state dict alone: torch.save(model.state_dict(), …).");
    }

    /// <summary>What a call of an allowed name returns.</summary>
    public object? Call(PickleGlobal callee, object?[] arguments) => (callee.Name, arguments) switch
    {
        ("collections.OrderedDict", []) => new PickleDictionary(),
        ("argparse.Namespace", []) => new PickleOther("namespace"),
        ("collections.OrderedDict", [List<object?> pairs]) => Dictionary(pairs),
        ("torch._utils._rebuild_tensor" or "torch._utils._rebuild_tensor_v2", [PickleStorage storage, long offset, object?[] shape, object?[] strides, ..]) =>
            new PickleTensor(storage, offset, Sizes(shape), Sizes(strides)),
        ("torch._utils._rebuild_parameter", [PickleTensor tensor, ..]) => tensor,
        ("torch.Size", [object?[] sizes]) => sizes,
        ("torch.device", [string device, ..]) => new PickleOther(device),
        ("builtins.set" or "builtins.frozenset" or "__builtin__.set" or "__builtin__.frozenset", []) => new List<object?>(),
        ("builtins.set" or "builtins.frozenset" or "__builtin__.set" or "__builtin__.frozenset", [List<object?> items]) => items,
        ("_codecs.encode" or "numpy.dtype" or "numpy.core.multiarray.scalar" or "numpy._core.multiarray.scalar", _) => new PickleOther("numpy value"),
        _ => throw cursor.Malformed($"calls '{callee.Name}' with arguments it does not take"),
    };

    /// <summary>The storage that a persistent id stands for.</summary>
    public PickleStorage Storage(object? id) => id switch
    {
        object?[] and ["storage", PickleGlobal type, string key, _, long count] => Storage(type, key, count),
        object?[] and ["storage", PickleGlobal type, string key, _, long count, null] => Storage(type, key, count),
        object?[] and ["storage", PickleGlobal, string, _, long, ..] => throw cursor.Malformed("holds a view of a storage, as before PyTorch 0.4; save it again"),
        _ => throw cursor.Malformed("refers to something other than a storage"),
    };

    private PickleStorage Storage(PickleGlobal type, string key, long count)
    {
        if (!s_storages.TryGetValue(type.Name, out var elements) || count < 0) throw cursor.Malformed($"refers to a storage of '{type.Name}'");
        var storage = new PickleStorage(key, elements, count);
        return !_used.TryAdd(key, storage) && _used[key] != storage ? throw cursor.Malformed($"describes storage {key} in two ways") : storage;
    }

    private PickleDictionary Dictionary(List<object?> pairs)
    {
        if ((_copied += pairs.Count) > MaxCopied) throw cursor.Malformed("copies more than a state dict would");
        var dictionary = new PickleDictionary();
        foreach (var pair in pairs)
        {
            dictionary.Entries.Add(pair switch
            {
                object?[] and [var key, var value] => (key, value),
                List<object?> and [var key, var value] => (key, value),
                _ => throw cursor.Malformed("makes a dictionary of items that are not pairs"),
            });
        }

        return dictionary;
    }

    private long[] Sizes(object?[] values)
    {
        if ((_copied += values.Length) > MaxCopied) throw cursor.Malformed("copies more than a state dict would");
        return Array.ConvertAll(values, value => value is long size ? size : throw cursor.Malformed("holds a size that is not a whole number"));
    }
}
