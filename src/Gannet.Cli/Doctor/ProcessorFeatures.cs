using System.Runtime.Intrinsics.X86;

namespace Gannet.Cli.Doctor;

/// <summary>The instruction sets that Gannet and libtorch make use of.</summary>
internal static class ProcessorFeatures
{
    /// <summary>Names of those this processor has, such as <c>AVX2</c>.</summary>
    public static IEnumerable<string> Names()
    {
        if (Avx2.IsSupported) yield return "AVX2";
        if (Fma.IsSupported) yield return "FMA";
        if (Avx512F.IsSupported) yield return "AVX512F";
        if (HasBfloat16) yield return "AVX512-BF16";
        if (System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported) yield return "NEON";
    }

    /// <summary>Whether the processor multiplies bf16 itself.</summary>
    // .NET has no name for it yet: leaf 7, subleaf 1, bit 5 of EAX.
    public static bool HasBfloat16 =>
        X86Base.IsSupported && X86Base.CpuId(7, 0).Eax >= 1 && Avx512F.IsSupported && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0;
}
