namespace Gannet.Tests;

public sealed class RegularFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Files_are_read()
    {
        File.WriteAllText(_folder.File("file"), "a\nb");
        Assert.Equal("a\nb", RegularFile.ReadAllText(_folder.File("file")));
        Assert.Equal("a\nb"u8.ToArray(), RegularFile.ReadAllBytes(_folder.File("file")));
        Assert.Equal(["a", "b"], RegularFile.ReadLines(_folder.File("file")));
        using var stream = RegularFile.OpenRead(_folder.File("file"));
        Assert.Equal(3, stream.Length);
        Assert.Throws<FileNotFoundException>(() => RegularFile.ReadAllText(_folder.File("absent")));
    }

    [Fact]
    public void Text_of_another_encoding_is_refused()
    {
        File.WriteAllBytes(_folder.File("latin"), [(byte)'a', (byte)'\n', 0xE9, (byte)'\n']);
        Action<string>[] readers = [static p => RegularFile.ReadAllText(p), static p => Assert.NotEmpty(RegularFile.ReadLines(p).ToList())];
        Assert.All(readers, read => Assert.Contains("latin: the file is not UTF-8", Assert.Throws<InvalidDataException>(() => read(_folder.File("latin"))).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Text_with_a_byte_order_mark_is_read()
    {
        File.WriteAllText(_folder.File("marked"), "é\nb", System.Text.Encoding.UTF8);
        File.WriteAllText(_folder.File("wide"), "é\nb", System.Text.Encoding.Unicode);
        Assert.All(["marked", "wide"], name => Assert.Equal(["é", "b"], RegularFile.ReadLines(_folder.File(name))));
    }

    [LinuxFact]
    public void A_device_without_end_is_refused()
    {
        File.CreateSymbolicLink(_folder.File("zero"), "/dev/zero");
        Action<string>[] readers = [static p => RegularFile.ReadAllText(p), static p => RegularFile.ReadAllBytes(p), static p => RegularFile.ReadLines(p), static p => RegularFile.OpenRead(p).Dispose()];
        Assert.All(readers, read => Assert.Contains("zero: is a pipe, a device", Assert.Throws<InvalidDataException>(() => read(_folder.File("zero"))).Message, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();
}
