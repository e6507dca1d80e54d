namespace Gannet.Tests;

public sealed class FolderWalkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Links_are_followed_and_circles_end()
    {
        Directory.CreateDirectory(_folder.File("in/deep"));
        Directory.CreateDirectory(_folder.File("far"));
        foreach (var file in (string[])["in/b", "in/a", "in/deep/c", "far/d"]) File.WriteAllText(_folder.File(file), "");
        Directory.CreateSymbolicLink(_folder.File("in/deep/up"), _folder.File("in"));
        Directory.CreateSymbolicLink(_folder.File("in/alias"), "deep");
        Directory.CreateSymbolicLink(_folder.File("in/far"), "../far");
        string[] expected = ["in/a", "in/b", "in/deep/c", "in/far/d"];
        Assert.Equal(expected.Select(_folder.File), FolderWalk.Files(_folder.File("in")));
    }

    [Fact]
    public void A_folder_that_is_absent_is_an_error() =>
        Assert.Throws<DirectoryNotFoundException>(() => FolderWalk.Files(_folder.File("absent")).ToList());

    public void Dispose() => _folder.Dispose();
}
