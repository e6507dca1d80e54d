using FsCheck;
using FsCheck.Fluent;

namespace Gannet.Kernels.Tests;

/// <summary>Boxes for property tests, on a coarse grid so that equal, touching and nested ones are common.</summary>
internal static class ArbitraryBoxes
{
    public static Gen<Box> One { get; } =
        from x in Gen.Choose(0, 20)
        from y in Gen.Choose(0, 20)
        from width in Gen.Choose(1, 12)
        from height in Gen.Choose(1, 12)
        from fraction in Gen.Choose(0, 3)
        select Box.FromSize(x + fraction * 0.37f, y, width, height + fraction * 0.1f);

    /// <summary>Up to forty boxes with scores (of few distinct values) and labels.</summary>
    public static Arbitrary<(Box[] Boxes, float[] Scores, int[] Labels)> Scored { get; } = (
        from count in Gen.Choose(0, 40)
        from boxes in One.ArrayOf(count)
        from scores in Gen.Choose(-2, 10).Select(static s => s / 10f).ArrayOf(count)
        from labels in Gen.Choose(0, 3).ArrayOf(count)
        select (boxes, scores, labels)).ToArbitrary();

    public static Arbitrary<(Box A, Box B)> Pair { get; } = (from a in One from b in One select (a, b)).ToArbitrary();
}
