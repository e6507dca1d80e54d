namespace Gannet.Torch.Serialization.Pickle;

// What a pickle can become here. Besides these: null (None), bool, long, BigInteger, double, string, byte[], object?[] (tuple), List<object?> (list or set).

/// <summary>A dictionary, in the order of the file. Keys are compared only by who asks.</summary>
internal sealed class PickleDictionary
{
    public List<(object? Key, object? Value)> Entries { get; } = [];

    /// <summary>The last value under a text key, as Python has it; null when there is none.</summary>
    public object? Find(string key) => Entries.FindLast(entry => entry.Key is string text && text == key).Value;
}

/// <summary>The name of something in a Python module, such as <c>torch.FloatStorage</c>; a name only, nothing is looked up.</summary>
internal sealed record PickleGlobal(string Name);

/// <summary>A storage that the pickle refers to by key.</summary>
internal sealed record PickleStorage(string Key, ElementType Type, long ElementCount);

/// <summary>A tensor: a strided view of a storage.</summary>
internal sealed record PickleTensor(PickleStorage Storage, long Offset, long[] Shape, long[] Strides);

/// <summary>Something harmless that is not kept: a device, a numpy number.</summary>
internal sealed record PickleOther(string Description);
