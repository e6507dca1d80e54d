using Gannet.Kernels.Overlaps;
using Gannet.Kernels.Tests.Simd;

namespace Gannet.Kernels.Tests.Overlaps;

public sealed class IouMatrixTests
{
    [Theory]
    [InlineData(0, 5)]
    [InlineData(3, 1)]
    [InlineData(4, 300)]
    [InlineData(9, 30_011)]
    public void Every_plan_equals_the_overlap_of_each_pair(int rows, int columns)
    {
        var random = new Random(rows);
        Box[] first = OddBoxes.Mixed(rows, random), second = OddBoxes.Mixed(columns, random);
        float[] expected = [.. first.SelectMany(a => second.Select(b => Iou.Of(a, b)))];
        foreach (var plan in KernelPlans.All)
        {
            var matrix = new float[expected.Length];
            IouMatrix.Compute(plan, first, second, matrix);
            Assert.True(expected.AsSpan().SequenceEqual(matrix), $"{plan} differs");
        }
    }
}
