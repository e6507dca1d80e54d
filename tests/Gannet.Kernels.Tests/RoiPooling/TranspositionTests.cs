using Gannet.Kernels.RoiPooling;

namespace Gannet.Kernels.Tests.RoiPooling;

public sealed unsafe class TranspositionTests
{
    [Fact]
    public void Every_value_changes_row_and_column()
    {
        int[] lengths = [1, 2, 7, 8, 9, 15, 16, 17, 49, 64];
        foreach (var (rows, columns) in from r in lengths from c in lengths select (r, c))
        {
            var source = RoiAlignTests.Ramp(rows * columns);
            var target = new float[source.Length + 1];
            target[^1] = -1;
            fixed (float* from = source, to = target) Transposition.Write(from, rows, columns, to);
            for (var k = 0; k < source.Length; k++) Assert.Equal(source[k], target[k % columns * rows + k / columns]);
            Assert.Equal(-1, target[^1]);
        }
    }
}
