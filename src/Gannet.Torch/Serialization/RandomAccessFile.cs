using Microsoft.Win32.SafeHandles;

namespace Gannet.Torch.Serialization;

/// <summary>A file read at given offsets; reading outside it is an error that names the file.</summary>
internal sealed class RandomAccessFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    public RandomAccessFile(string path)
    {
        Path = path;
        if (Directory.Exists(path)) throw new FileNotFoundException($"{path}: is a folder; name a weight file in it.", path);
        if (!File.Exists(path)) throw new FileNotFoundException($"{path}: no such file; check the path.", path);
        _handle = File.OpenHandle(path);
        Length = RandomAccess.GetLength(_handle);
    }

    public string Path { get; }

    public long Length { get; }

    public byte[] Read(long offset, long count)
    {
        if (count is < 0 || count > Array.MaxLength) throw Malformed($"holds a part of {count} bytes, more than one array can take.");
        if (offset < 0 || offset > Length - count) throw Malformed($"ends at byte {Length}, before byte {offset}+{count} that it refers to; copy it again.");
        var bytes = new byte[count];
        ReadExactly(offset, bytes);
        return bytes;
    }

    public void ReadExactly(long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var read = RandomAccess.Read(_handle, destination, offset);
            if (read == 0) throw Malformed($"ends at byte {offset}; it is truncated, copy it again.");
            offset += read;
            destination = destination[read..];
        }
    }

    /// <summary>The error to throw for inconsistent content.</summary>
    public InvalidDataException Malformed(string what, Exception? inner = null) => new($"{Path}: {Printable(what)}", inner);

    public void Dispose() => _handle.Dispose();

    // Names in a message come from the file: keep it to one line of readable length, without control characters.
    private static string Printable(string text) =>
        string.Concat((text.Length > 600 ? text[..600] + "…" : text).Select(static c => char.IsControl(c) ? '?' : c));
}
