using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Tests.Simd;

/// <summary>Every plan that a kernel's result must not depend on.</summary>
internal static class KernelPlans
{
    public static KernelPlan Scalar { get; } = new(32, 1);

    public static IReadOnlyList<KernelPlan> All { get; } =
        [.. from bits in (int[])[32, 128, 256, 512] from threads in (int[])[1, 2, 3] select new KernelPlan(bits, threads)];
}
