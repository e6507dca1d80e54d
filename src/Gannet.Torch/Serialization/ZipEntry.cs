namespace Gannet.Torch.Serialization;

/// <summary>An entry of a zip archive.</summary>
/// <param name="Name">Name including folders.</param>
/// <param name="Region">Its bytes in the file.</param>
/// <param name="Sum">Their <see cref="Crc32"/> as stated in the archive; 0 if it was not computed.</param>
internal sealed record ZipEntry(string Name, FileRegion Region, uint Sum)
{
    private const int BytesAtATime = 1 << 20;

    private bool _isChecked;

    /// <summary>The region, after checking that its bytes are those that were written.</summary>
    /// <exception cref="InvalidDataException">They are not.</exception>
    /// <remarks>Reads them all once. PyTorch can be told to omit the sum (<c>torch.serialization.set_crc32_options</c>).</remarks>
    public FileRegion Checked()
    {
        if (_isChecked || Sum == 0) return Region;
        var (sum, buffer) = (0u, new byte[(int)Math.Min(Region.Length, BytesAtATime)]);
        for (var at = 0L; at < Region.Length; at += buffer.Length)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, Region.Length - at));
            Region.File.ReadExactly(Region.Offset + at, part);
            sum = Crc32.Append(sum, part);
        }

        if (sum != Sum) throw Region.File.Malformed($"'{Name}' has other bytes than were written (its checksum is {sum:x8} instead of {Sum:x8}); copy it again.");
        _isChecked = true;
        return Region;
    }
}
