using System.Diagnostics;

namespace Gannet.Tests;

public sealed class FileKindTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Files_folders_and_what_is_absent_are_not_special()
    {
        File.WriteAllText(_folder.File("file"), "");
        File.CreateSymbolicLink(_folder.File("link"), "file");
        Assert.All((string[])["file", "link", "absent", ""], name => Assert.False(FileKind.IsSpecial(_folder.File(name))));
        FileKind.RequireRegular(_folder.File("file"));
    }

    [LinuxFact]
    public void Devices_pipes_and_links_to_them_are_special()
    {
        Process.Start("mkfifo", [_folder.File("pipe")]).WaitForExit();
        File.CreateSymbolicLink(_folder.File("null"), "/dev/null");
        Assert.All((string[])["/dev/null", "/dev/zero", _folder.File("pipe"), _folder.File("null")], static path => Assert.True(FileKind.IsSpecial(path), path));
        Assert.Contains("pipe: is a pipe, a device or a socket", Assert.Throws<InvalidDataException>(() => FileKind.RequireRegular(_folder.File("pipe"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"\\.\nul", true)]
    [InlineData(@"\\.\pipe\pictures", true)]
    [InlineData(@"C:\pictures\nul.png", false)]
    [InlineData(@"\\server\pictures\a.png", false)]
    public void Windows_knows_devices_by_their_full_names(string full, bool device) => Assert.Equal(device, FileKind.IsWindowsDevice(full));

    public void Dispose() => _folder.Dispose();
}
