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

    [Fact]
    public void A_file_that_is_held_open_is_tried_again()
    {
        var attempts = 0;
        AtomicFile.Insist(() => { if (++attempts < 3) throw attempts == 1 ? new IOException() : new UnauthorizedAccessException(); }, static () => true);
        Assert.Equal(3, attempts);
    }

    [Fact]
    public void What_waiting_cannot_mend_fails_at_once()
    {
        var attempts = 0;
        Assert.Throws<IOException>(() => AtomicFile.Insist(() => { attempts++; throw new IOException(); }, static () => false));
        Assert.Throws<TimeoutException>(() => AtomicFile.Insist(() => { attempts++; throw new TimeoutException(); }, static () => true));
        Assert.Equal(2, attempts);
    }

    [Fact]
    public void A_file_that_stays_open_ends_with_its_error()
    {
        var attempts = 0;
        Assert.Throws<IOException>(() => AtomicFile.Insist(() => { attempts++; throw new IOException(); }, static () => true));
        Assert.Equal(9, attempts);
    }

    [Fact]
    public void A_link_stays_and_its_target_is_replaced()
    {
        Directory.CreateDirectory(_folder.File("far"));
        File.WriteAllText(_folder.File("far/file"), "old");
        File.CreateSymbolicLink(_folder.File("near"), "far/file");
        File.CreateSymbolicLink(_folder.File("second"), _folder.File("near"));
        File.CreateSymbolicLink(_folder.File("dangling"), "far/absent");
        AtomicFile.Write(_folder.File("second"), static stream => stream.Write("new"u8));
        AtomicFile.Write(_folder.File("dangling"), static stream => stream.Write("made"u8));

        Assert.Equal("far/file", new FileInfo(_folder.File("near")).LinkTarget);
        Assert.Equal(("new", "made"), (File.ReadAllText(_folder.File("far/file")), File.ReadAllText(_folder.File("far/absent"))));
        Assert.Equal("far/absent", new FileInfo(_folder.File("dangling")).LinkTarget);
    }

    [Fact]
    public void A_link_to_itself_is_refused()
    {
        File.CreateSymbolicLink(_folder.File("round"), "round");
        Assert.Contains("leads back to itself", Assert.Throws<IOException>(() => AtomicFile.Write(_folder.File("round"), static _ => { })).Message, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task A_pipe_stays_a_pipe_and_gets_the_content()
    {
        var pipe = _folder.File("pipe");
        System.Diagnostics.Process.Start("mkfifo", [pipe]).WaitForExit();
        var read = Task.Run(() => File.ReadAllText(pipe));
        AtomicFile.Write(pipe, static stream => stream.Write("through"u8));
        Assert.Equal("through", await read.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.True(FileKind.IsSpecial(pipe));
        Assert.Equal([pipe], Directory.GetFileSystemEntries(_folder.Path));
    }

    // A link, so that a failure replaces the link and not the machine's device.
    [LinuxFact]
    public void A_device_is_written_to_and_stays()
    {
        File.CreateSymbolicLink(_folder.File("null"), "/dev/null");
        AtomicFile.Write(_folder.File("null"), static stream => stream.Write("gone"u8));
        Assert.Equal("/dev/null", new FileInfo(_folder.File("null")).LinkTarget);
        Assert.True(FileKind.IsSpecial("/dev/null"));
    }

    [Fact]
    public void Only_its_own_unfinished_files_are_removed()
    {
        var ours = _folder.File($".model.safetensors.{Guid.NewGuid():N}.tmp");
        string[] others = [_folder.File("a.tmp"), _folder.File(".b.tmp"), _folder.File($"c.{Guid.NewGuid():N}.tmp"), _folder.File(".model.safetensors")];
        foreach (var file in others.Append(ours)) File.WriteAllText(file, "");
        AtomicFile.RemoveUnfinished(_folder.Path);
        AtomicFile.RemoveUnfinished(_folder.File("absent"));
        Assert.Equal(others.Order(), Directory.GetFiles(_folder.Path).Order());
    }

    public void Dispose() => _folder.Dispose();
}
