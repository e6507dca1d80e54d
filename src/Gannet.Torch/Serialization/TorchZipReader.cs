using System.Text;
using Gannet.Torch.Serialization.Pickle;

namespace Gannet.Torch.Serialization;

/// <summary>Reads what <c>torch.save</c> has written since 1.6: a zip of <c>data.pkl</c> and one entry per storage.</summary>
internal static class TorchZipReader
{
    // 50,000 tensors take about 16 MB of pickle; no state dict comes near.
    private const int MaxPickleBytes = 32 << 20;

    public static StateDictionary Read(RandomAccessFile file)
    {
        var entries = ZipDirectory.Read(file);
        var pickleName = entries.Keys.FirstOrDefault(static name => name.EndsWith("/data.pkl", StringComparison.Ordinal))
            ?? throw file.Malformed("is a zip archive without data.pkl; it is not what torch.save writes, name a file of weights.");
        var folder = pickleName[..^"data.pkl".Length];
        if (entries.ContainsKey(folder + "constants.pkl"))
            throw file.Malformed("is a TorchScript program, not a state dict; save the state dict: torch.save(model.state_dict(), …).");
        CheckByteOrder(file, entries, folder);
        var pickle = entries[pickleName].Region;
        if (pickle.Length > MaxPickleBytes) throw file.Malformed($"has a data.pkl of {pickle.Length} bytes; at most {MaxPickleBytes} are read. Save the state dict alone.");
        entries[pickleName].Checked();
        var root = new PickleMachine(file, new PickleCursor(file, file.Read(pickle.Offset, pickle.Length))).Run();
        return new StateDictionary(file, root, storage => FindStorage(file, entries, folder, storage));
    }

    private static FileRegion FindStorage(RandomAccessFile file, Dictionary<string, ZipEntry> entries, string folder, PickleStorage storage)
    {
        if (!entries.TryGetValue($"{folder}data/{storage.Key}", out var entry))
            throw file.Malformed($"lacks the storage data/{storage.Key} that a tensor refers to; copy it again.");
        if ((Int128)storage.ElementCount * storage.Type.Size > entry.Region.Length)
            throw file.Malformed($"holds {entry.Region.Length} bytes in data/{storage.Key} instead of {storage.ElementCount} elements; copy it again.");
        return entry.Checked();
    }

    private static void CheckByteOrder(RandomAccessFile file, Dictionary<string, ZipEntry> entries, string folder)
    {
        if (!entries.TryGetValue(folder + "byteorder", out var entry)) return;
        var region = entry.Checked();
        var order = Encoding.ASCII.GetString(file.Read(region.Offset, Math.Min(region.Length, 16)));
        if (order != "little") throw file.Malformed($"has byte order '{order}'; only little-endian files are read, save it again on such a machine.");
    }
}
