namespace Gannet.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_content_replaces_what_was_there_and_missing_folders_are_made()
    {
        var path = _folder.File("a/b/file");
        AtomicFile.Write(path, static stream => stream.Write("old, and longer"u8));
        AtomicFile.Write(path, static stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void The_old_content_stands_until_all_is_written_and_after_a_failure()
    {
        var path = _folder.File("file");
        AtomicFile.Write(path, static stream => stream.Write("old"u8));

        Assert.Throws<TimeoutException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(path));
            throw new TimeoutException();
        }));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();
}
