namespace Gannet.Testing;

/// <summary>Places in the checkout that the tests run from.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>Gannet.slnx</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A committed fixture, under <c>tests/fixtures</c>.</summary>
    public static string Fixture(string path) => Path.Combine(Root, "tests", "fixtures", path);

    /// <summary>A file of the shared data beside the checkout; it may be absent.</summary>
    public static string Shared(string path) => Path.GetFullPath(Path.Combine(Root, "..", "shared", path));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Gannet.slnx"))) return folder.FullName;
        }

        throw new InvalidOperationException("The tests must run from a checkout: Gannet.slnx was not found above " + AppContext.BaseDirectory);
    }
}
