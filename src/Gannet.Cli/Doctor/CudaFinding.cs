namespace Gannet.Cli.Doctor;

/// <summary>Which CUDA devices libtorch can use, and what is missing if the machine has more.</summary>
internal static class CudaFinding
{
    private const string None = "none; everything runs on the CPU";

    /// <summary>Decides from what libtorch and the driver report.</summary>
    /// <param name="devices">Devices that libtorch can use.</param>
    /// <param name="names">Names of the devices that the driver reports.</param>
    /// <param name="isCudaBuild">Whether this libtorch was built with CUDA.</param>
    public static Finding From(int devices, IReadOnlyList<string> names, bool isCudaBuild)
    {
        if (devices > 0) return new Finding("CUDA", string.Join(", ", Enumerable.Range(0, devices).Select(k => Describe(k, names))));
        if (names.Count > 0 && !isCudaBuild)
        {
            return new Finding(
                "CUDA", $"this libtorch cannot use {string.Join(", ", names)}; everything runs on the CPU", FindingState.Weak,
                "unpack a CUDA build of libtorch and run LIBTORCH=/path/to/libtorch ./gannet …; see docs/cuda.md");
        }

        return isCudaBuild
            ? new Finding(
                "CUDA", names.Count > 0 ? $"libtorch cannot use {string.Join(", ", names)}; everything runs on the CPU" : None, FindingState.Weak,
                "update NVIDIA's driver to the version that this libtorch's CUDA needs, or correct CUDA_VISIBLE_DEVICES")
            : new Finding("CUDA", None);
    }

    /// <summary>A device with its name, such as <c>cuda:0 (NVIDIA H200)</c>.</summary>
    public static string Describe(int index, IReadOnlyList<string> names) => index < names.Count ? $"cuda:{index} ({names[index]})" : $"cuda:{index}";

    /// <summary>Whether the libraries that were loaded with libtorch include its CUDA part.</summary>
    public static bool IsBuiltFor(IReadOnlyList<string> libraries) =>
        libraries.Any(static path => Path.GetFileName(path).StartsWith("libtorch_cuda", StringComparison.Ordinal));
}
