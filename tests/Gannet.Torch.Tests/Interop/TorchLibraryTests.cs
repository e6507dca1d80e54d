using Gannet.Torch.Interop;

namespace Gannet.Torch.Tests.Interop;

public sealed class TorchLibraryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_distributions_files_name_the_version()
    {
        Assert.Null(TorchLibrary.VersionIn(_folder.Path));
        Write("lib/libtorch_cpu.so.2.6.0");
        File.CreateSymbolicLink(_folder.File("lib/libtorch_cpu.so"), "libtorch_cpu.so.2.6.0");
        Assert.Equal("2.6", TorchLibrary.VersionIn(_folder.Path));
    }

    [Fact]
    public void An_official_libtorch_says_it_in_a_header()
    {
        Write("lib/libtorch_cpu.so");
        Write("include/torch/csrc/api/include/torch/version.h", "#define TORCH_VERSION_MAJOR 2\n\n#define TORCH_VERSION_MINOR 11\n#define TORCH_VERSION_PATCH 3\n");
        Assert.Equal("2.11-official", TorchLibrary.VersionIn(_folder.Path));
    }

    [Fact]
    public void The_systems_libtorch_suits_no_build_for_an_official_one()
    {
        var system = TorchLibrary.Builds(folder: null, version: null);
        Assert.True(system.Suits("1.13"));
        Assert.False(system.Suits("2.6-official"));
        var official = TorchLibrary.Builds("/opt/libtorch", "2.6-official");
        Assert.True(official.Suits("2.6-official"));
        Assert.False(official.Suits("2.6"));
    }

    [Fact]
    public void What_fits_is_said_with_what_is_there_and_the_cure()
    {
        var message = TorchLibrary.Builds("/opt/libtorch", "2.4-official").Failure([("", "2.6-official"), ("", "2.6"), ("", "1.13")]);
        Assert.Equal(
            "libtorch 2.6-official or 2.6 or 1.13 is needed. /opt/libtorch is libtorch 2.4-official. Debian: sudo apt-get install libtorch2.6 or libtorch1.13, with libopenblas0-openmp. "
            + "Elsewhere: unpack libtorch 2.6 from https://pytorch.org/get-started/locally and set LIBTORCH to its folder.",
            message);
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string path, string text = "")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(path))!);
        File.WriteAllText(_folder.File(path), text);
    }
}
