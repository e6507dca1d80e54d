namespace Gannet.Cli.Doctor;

/// <summary>The BLAS that libtorch uses for matrix products.</summary>
internal static class BlasFinding
{
    private const string Cure =
        "sudo apt-get install -y libopenblas0-openmp, then: sudo update-alternatives --config libblas.so.3-$(uname -m)-linux-gnu";

    /// <summary>Decides from the libraries that were loaded with libtorch.</summary>
    public static Finding From(IReadOnlyList<string> libraries)
    {
        if (Find(libraries, "libmkl_") is { } mkl) return new Finding("BLAS", $"MKL ({mkl})");
        if (Find(libraries, "openblas") is { } openblas) return new Finding("BLAS", $"OpenBLAS ({openblas})");
        if (libraries.FirstOrDefault(IsGenericBlas) is { } reference)
        {
            return new Finding(
                "BLAS", $"the reference BLAS ({reference}), 20 to 60 times slower than OpenBLAS in matrix products",
                FindingState.Weak, Cure);
        }

        // Official builds of libtorch contain MKL or OpenBLAS inside libtorch_cpu.
        return Find(libraries, "libtorch_cpu") is { } torch
            ? new Finding("BLAS", $"inside {torch}")
            : new Finding("BLAS", "not loaded", FindingState.Broken);
    }

    private static string? Find(IReadOnlyList<string> libraries, string word) =>
        libraries.FirstOrDefault(path => path.Contains(word, StringComparison.Ordinal));

    private static bool IsGenericBlas(string path) => Path.GetFileName(path).StartsWith("libblas.so", StringComparison.Ordinal);
}
