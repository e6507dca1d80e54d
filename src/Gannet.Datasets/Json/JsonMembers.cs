using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Json;

/// <summary>Reads members of a JSON record that may be missing or of an unexpected type.</summary>
internal static class JsonMembers
{
    public static bool TryMember(this JsonElement record, string name, out JsonElement value)
    {
        value = default;
        return record.ValueKind == JsonValueKind.Object && record.TryGetProperty(name, out value);
    }

    // Some tools write 3.0, and some "3".
    public static bool TryLong(this JsonElement record, string name, out long value)
    {
        value = 0;
        if (!record.TryMember(name, out var member)) return false;
        if (member.ValueKind == JsonValueKind.String) return long.TryParse(member.GetString(), out value);
        if (member.ValueKind != JsonValueKind.Number) return false;
        if (member.TryGetInt64(out value)) return true;
        if (!member.TryGetDouble(out var real) || real != Math.Floor(real) || Math.Abs(real) > 1e15) return false;
        value = (long)real;
        return true;
    }

    /// <summary>An integer, otherwise a string.</summary>
    public static bool TryKey(this JsonElement record, string name, out ImageKey key)
    {
        key = record.TryLong(name, out var number) ? new(number, null) : new(0, record.TryText(name, out var text) ? text : null);
        return key.Text is not null || record.TryLong(name, out _);
    }

    public static bool TryDouble(this JsonElement record, string name, out double value)
    {
        value = 0;
        return record.TryMember(name, out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetDouble(out value);
    }

    public static bool TryText(this JsonElement record, string name, [NotNullWhen(true)] out string? value)
    {
        value = record.TryMember(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
        return !string.IsNullOrWhiteSpace(value);
    }

    public static bool TryFlag(this JsonElement record, string name) =>
        record.TryMember(name, out var member)
        && (member.ValueKind == JsonValueKind.True || (member.ValueKind == JsonValueKind.Number && member.TryGetDouble(out var number) && number != 0));

    public static bool TryNumbers(this JsonElement list, out double[] numbers)
    {
        numbers = [];
        if (list.ValueKind != JsonValueKind.Array) return false;
        numbers = new double[list.GetArrayLength()];
        var i = 0;
        foreach (var element in list.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetDouble(out numbers[i++])) return false;
        }

        return true;
    }
}
