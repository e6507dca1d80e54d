namespace Gannet.Torch.Serialization;

/// <summary>The names of element types in safetensors.</summary>
internal static class SafetensorsTypes
{
    private static readonly (string Name, ElementType Type)[] s_names =
    [
        ("U8", ElementType.Byte), ("I8", ElementType.SByte), ("I16", ElementType.Int16), ("I32", ElementType.Int32), ("I64", ElementType.Int64),
        ("F16", ElementType.Half), ("F32", ElementType.Float), ("F64", ElementType.Double), ("BOOL", ElementType.Bool), ("BF16", ElementType.BFloat16),
    ];

    public static string NameOf(ElementType type) => s_names.First(entry => entry.Type == type).Name;

    public static ElementType? Find(string? name)
    {
        foreach (var entry in s_names)
        {
            if (entry.Name == name) return entry.Type;
        }

        return null;
    }
}
