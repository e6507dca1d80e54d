using Gannet.Cli.Doctor;

namespace Gannet.Cli.Tests.Doctor;

public class CudaFindingTests
{
    [Fact]
    public void Every_usable_device_is_named()
    {
        var finding = CudaFinding.From(2, ["NVIDIA H200", "NVIDIA L4"], isCudaBuild: true);
        Assert.Equal(new Finding("CUDA", "cuda:0 (NVIDIA H200), cuda:1 (NVIDIA L4)"), finding);
        Assert.Equal("cuda:0", CudaFinding.From(1, [], isCudaBuild: true).Text); // a driver that reports no names
    }

    [Fact]
    public void A_machine_without_one_is_as_it_should_be() =>
        Assert.Equal(new Finding("CUDA", "none; everything runs on the CPU"), CudaFinding.From(0, [], isCudaBuild: false));

    [Theory]
    [InlineData(true, true, "libtorch cannot use NVIDIA L4", "driver")]
    [InlineData(true, false, "this libtorch cannot use NVIDIA L4", "LIBTORCH=")]
    [InlineData(false, true, "none; everything runs on the CPU", "driver")]
    public void One_that_cannot_be_used_has_a_cure(bool isThere, bool isCudaBuild, string text, string cure)
    {
        var finding = CudaFinding.From(0, isThere ? ["NVIDIA L4"] : [], isCudaBuild);
        Assert.Equal(FindingState.Weak, finding.State);
        Assert.StartsWith(text, finding.Text, StringComparison.Ordinal);
        Assert.Contains(cure, finding.Cure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/opt/libtorch/lib/libtorch_cuda.so", true)]
    [InlineData("/opt/libtorch/lib/libtorch_cuda_cu.so", true)]
    [InlineData("/opt/libtorch_cuda/lib/libtorch_cpu.so", false)]
    public void A_build_for_CUDA_is_known_by_its_library(string path, bool isCudaBuild) => Assert.Equal(isCudaBuild, CudaFinding.IsBuiltFor([path]));
}
