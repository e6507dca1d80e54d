using Gannet.Cli.Doctor;

namespace Gannet.Cli.Tests.Doctor;

public class BlasFindingTests
{
    private const string Torch = "/usr/lib/x86_64-linux-gnu/libtorch_cpu.so.1.13.0";

    [Theory]
    [InlineData("Good", "OpenBLAS", "/usr/lib/x86_64-linux-gnu/libdnnl_mkldnn.so", "/usr/lib/x86_64-linux-gnu/openblas-openmp/libblas.so.3")]
    [InlineData("Good", "MKL", "/opt/libtorch/lib/libmkl_core.so.2")]
    [InlineData("Good", "inside", Torch)]
    [InlineData("Weak", "20 to 60 times slower", Torch, "/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0")]
    [InlineData("Broken", "not loaded")]
    public void The_library_that_was_loaded_decides(string state, string text, params string[] libraries)
    {
        var finding = BlasFinding.From(libraries);

        Assert.Equal(state, finding.State.ToString());
        Assert.Contains(text, finding.Text, StringComparison.Ordinal);
        Assert.Equal(state == "Weak", finding.Cure is not null);
    }
}
