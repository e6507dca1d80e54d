using System.Buffers.Binary;
using System.Numerics;
using Gannet.Torch.Serialization.Pickle;

namespace Gannet.Torch.Serialization;

/// <summary>Reads what <c>torch.save</c> wrote before 1.6: five pickles, then every storage as an int64 count and raw elements.</summary>
internal static class TorchLegacyReader
{
    private const int MaxPickleBytes = 32 << 20;
    private const long ProtocolVersion = 1001;
    private static readonly BigInteger s_magicNumber = BigInteger.Parse("119547037146038801333356", System.Globalization.CultureInfo.InvariantCulture);

    public static StateDictionary Read(RandomAccessFile file)
    {
        var cursor = new PickleCursor(file, file.Read(0, Math.Min(file.Length, MaxPickleBytes)));
        if (Next(file, cursor) is not BigInteger magic || magic != s_magicNumber)
            throw file.Malformed("is a pickle, but not one that torch.save wrote; save the state dict: torch.save(model.state_dict(), …).");
        if (Next(file, cursor) is not ProtocolVersion) throw file.Malformed("is of an unknown version of PyTorch's old format; save it again with a newer PyTorch.");
        if (Next(file, cursor) is not PickleDictionary system || system.Find("little_endian") is not true)
            throw file.Malformed("is not marked little-endian; only such files are read, save it again on such a machine.");
        var machine = new PickleMachine(file, cursor);
        var root = machine.Run();
        if (Next(file, cursor) is not List<object?> keys) throw file.Malformed("lacks its list of storages; copy it again.");
        var regions = FindStorages(file, cursor.Position, keys, machine.Storages);
        return new StateDictionary(file, root, storage => regions.TryGetValue(storage.Key, out var region)
            ? region
            : throw file.Malformed($"lacks the storage {storage.Key} that a tensor refers to; copy it again."));
    }

    private static object? Next(RandomAccessFile file, PickleCursor cursor) => new PickleMachine(file, cursor).Run();

    // Only the tensors that use a storage tell the size of its elements, and only the storages before it tell its place.
    private static Dictionary<string, FileRegion> FindStorages(
        RandomAccessFile file, long offset, List<object?> keys, IReadOnlyDictionary<string, PickleStorage> used)
    {
        var regions = new Dictionary<string, FileRegion>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (key is not string name || !used.TryGetValue(name, out var storage) || regions.ContainsKey(name))
                throw file.Malformed("lists a storage that no tensor uses, or one twice; copy it again.");
            var counted = FileRegion.Checked(file, offset, sizeof(long), $"storage {name}");
            var count = BinaryPrimitives.ReadInt64LittleEndian(file.Read(counted.Offset, counted.Length));
            if (count != storage.ElementCount) throw file.Malformed($"holds {count} elements in storage {name} instead of {storage.ElementCount}; copy it again.");
            if (count > file.Length) throw file.Malformed($"claims {count} elements in storage {name}; it is truncated, copy it again.");
            regions[name] = FileRegion.Checked(file, offset + sizeof(long), count * storage.Type.Size, $"storage {name}");
            offset += sizeof(long) + regions[name].Length;
        }

        return regions;
    }
}
