namespace Gannet.Torch.Serialization;

/// <summary>A run of bytes in an open weight file.</summary>
/// <param name="File">The open file.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Number of bytes; when created, the region is checked to lie inside the file.</param>
internal readonly record struct FileRegion(RandomAccessFile File, long Offset, long Length)
{
    /// <summary>The region, or an error that names <paramref name="owner"/> when the file is too short for it.</summary>
    public static FileRegion Checked(RandomAccessFile file, long offset, long length, string owner)
    {
        if (offset < 0 || length < 0 || offset > file.Length || length > file.Length - offset)
            throw file.Malformed($"{owner} needs {length} bytes from byte {offset}, but the file ends at byte {file.Length}; it is truncated, copy it again.");
        return new FileRegion(file, offset, length);
    }
}
