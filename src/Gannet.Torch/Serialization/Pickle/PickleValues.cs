namespace Gannet.Torch.Serialization.Pickle;

// What a pickle can produce here. Besides these: null (None), bool, long, BigInteger, double, string, byte[], object?[] (tuple), List<object?> (list or set).

/// <summary>A dictionary, in file order. Keys are compared only on lookup.</summary>
internal sealed class PickleDictionary
{
    public List<(object? Key, object? Value)> Entries { get; } = [];

    /// <summary>The last value under a text key, as in Python; null if there is none.</summary>
    public object? Find(string key) => Entries.FindLast(entry => entry.Key is string text && text == key).Value;
}

/// <summary>The name of something in a Python module, such as <c>torch.FloatStorage</c>; only a name, nothing is looked up.</summary>
internal sealed record PickleGlobal(string Name);

/// <summary>A storage that the pickle refers to by key.</summary>
internal sealed record PickleStorage(string Key, ElementType Type, long ElementCount);

/// <summary>A tensor: a strided view of a storage.</summary>
internal sealed record PickleTensor(PickleStorage Storage, long Offset, long[] Shape, long[] Strides);

/// <summary>Something harmless whose content is not kept, such as a device or a numpy number.</summary>
internal sealed record PickleOther(string Description);
