namespace Gannet.Tests;

public sealed class NativeBuildsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Builds_are_those_of_the_name_the_newest_first()
    {
        foreach (var file in (string[])["libpart-1.13.so", "libpart-2.6-official.so", "libpart-2.10.so", "libpart-2.6.so", "libpart.so", "libpartner-3.0.so"])
            File.WriteAllText(_folder.File(file), "");
        Assert.Equal(["2.10", "2.6", "2.6-official", "1.13"], NativeBuilds.In(_folder.Path, "part").Select(static build => build.Version));
        Assert.Equal(_folder.File("libpart-2.10.so"), NativeBuilds.In(_folder.Path, "part")[0].Path);
        Assert.Empty(NativeBuilds.In(_folder.File("none"), "part"));
    }

    [Fact]
    public void The_first_build_that_suits_and_loads_is_taken()
    {
        File.WriteAllText(_folder.File("libpart-3.0.so"), "no library");
        var library = Directory.EnumerateFiles("/lib/x86_64-linux-gnu", "libc.so.6").First();
        File.Copy(library, _folder.File("libpart-2.0.so"));
        var found = NativeBuilds.In(_folder.Path, "part");
        var builds = new NativeBuilds("Part", static versions => $"Install {versions[0]}.");
        Assert.NotEqual(0, builds.Load(found));
        Assert.Equal(0, (builds with { Suits = static version => version != "2.0" }).Load(found));
        Assert.Equal("Part 3.0 or 2.0 is needed. Install 3.0.", builds.Failure(found));
    }

    public void Dispose() => _folder.Dispose();
}
