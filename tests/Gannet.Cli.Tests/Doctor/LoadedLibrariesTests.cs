using Gannet.Cli.Doctor;

namespace Gannet.Cli.Tests.Doctor;

public class LoadedLibrariesTests
{
    [Fact]
    public void Each_shared_library_is_listed_once()
    {
        string[] maps =
        [
            "55d0a7e00000-55d0a7e2f000 r--p 00000000 08:01 1311 /usr/bin/dotnet",
            "7f0000000000-7f0000001000 r--p 00000000 08:01 1312 /usr/lib/a folder/libblas.so.3",
            "7f0000001000-7f0000002000 r-xp 00001000 08:01 1312 /usr/lib/a folder/libblas.so.3",
            "7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0 [stack]",
        ];

        Assert.Equal(["/usr/lib/a folder/libblas.so.3"], LoadedLibraries.Parse(maps));
    }

    [Fact]
    public void This_process_has_some() =>
        Assert.Contains(LoadedLibraries.Paths(), static path => path.Contains("libc.so", StringComparison.Ordinal));
}
