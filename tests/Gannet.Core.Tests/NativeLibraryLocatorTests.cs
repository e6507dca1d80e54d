using System.Runtime.InteropServices;

namespace Gannet.Tests;

public sealed class NativeLibraryLocatorTests : IDisposable
{
    private static readonly NativeBuilds s_builds = new("nothing", static _ => "");

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_most_particular_place_comes_first()
    {
        var (program, assembly) = (Make("app/bin"), Make("checkout/artifacts/bin/Gannet.Torch/release"));
        var (native, other) = (Make("checkout/artifacts/native"), Make("app/artifacts/native"));
        Assert.Equal(
            ["/chosen", assembly, program, $"{assembly}/runtimes/linux-x64/native", $"{program}/runtimes/linux-x64/native", native, other],
            NativeLibraryLocator.Folders("/chosen", program + "/", assembly, "linux-x64"));
        Assert.Equal([program, $"{program}/runtimes/linux-x64/native", other], NativeLibraryLocator.Folders("", program, assembly: null, "linux-x64"));
    }

    [Fact]
    public void What_is_nowhere_is_said_with_the_places_and_the_cure()
    {
        var message = Assert.Throws<DllNotFoundException>(() =>
            NativeLibraryLocator.Load("gannet_no_such_part", typeof(NativeLibraryLocatorTests).Assembly, null, s_builds)).Message;
        Assert.StartsWith("libgannet_no_such_part.so is missing. Set GANNET_NATIVE to its folder", message, StringComparison.Ordinal);
        Assert.Contains(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory), message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Whether_a_library_is_there_is_found_out_without_an_exception()
    {
        Assert.False(NativeLibraryLocator.CanLoad("gannet_no_such_part", typeof(NativeLibraryLocatorTests).Assembly, s_builds, out var reason));
        Assert.StartsWith("libgannet_no_such_part.so is missing. Set GANNET_NATIVE to its folder", reason, StringComparison.Ordinal);
        Assert.True(NativeLibraryLocator.CanLoad("c.so.6", typeof(NativeLibraryLocatorTests).Assembly, s_builds, out reason));
        Assert.Null(reason);
    }

    [Fact]
    public void What_does_not_load_is_named_with_its_path()
    {
        var broken = Path.Combine(AppContext.BaseDirectory, "libgannet_broken_part.so");
        File.WriteAllText(broken, "no library");
        try
        {
            var message = Assert.Throws<DllNotFoundException>(() =>
                NativeLibraryLocator.Load("gannet_broken_part", typeof(NativeLibraryLocatorTests).Assembly, DllImportSearchPath.AssemblyDirectory, s_builds)).Message;
            Assert.StartsWith($"{broken} does not load: ", message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(broken);
        }
    }

    public void Dispose() => _folder.Dispose();

    private string Make(string folder) => Directory.CreateDirectory(_folder.File(folder)).FullName;
}
