using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Tests.Simd;

/// <summary>All the plans, which must not affect a kernel's result.</summary>
internal static class KernelPlans
{
    public static KernelPlan Scalar { get; } = new(32, 1);

    public static IReadOnlyList<KernelPlan> All { get; } =
        [.. from bits in (int[])[32, 128, 256, 512] from threads in (int[])[1, 2, 3] select new KernelPlan(bits, threads)];
}
