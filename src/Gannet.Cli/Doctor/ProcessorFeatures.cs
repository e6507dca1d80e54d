using System.Runtime.Intrinsics.X86;
using Gannet.Torch;

namespace Gannet.Cli.Doctor;

/// <summary>The instruction sets that Gannet and libtorch use.</summary>
internal static class ProcessorFeatures
{
    /// <summary>The names of those that this processor has, such as <c>AVX2</c>.</summary>
    public static IEnumerable<string> Names()
    {
        if (Avx2.IsSupported) yield return "AVX2";
        if (Fma.IsSupported) yield return "FMA";
        if (Avx512F.IsSupported) yield return "AVX512F";
        if (TorchRuntime.ProcessorMultipliesBFloat16) yield return "AVX512-BF16";
        if (System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported) yield return "NEON";
    }
}
