using Gannet.Kernels.Masks;
using Gannet.Kernels.Tests.Simd;

namespace Gannet.Kernels.Tests.Masks;

public sealed class MaskPasteTests
{
    public static TheoryData<Box> Boxes =>
    [
        new(10, 12, 70, 55), new(10.3f, 5.6f, 12.1f, 90.9f), new(-40, -30, 200, 150), new(50, 50, 50, 50), new(60, 60, 40, 45), new(-90, 10, -60, 20),
        new(30, 30, 31, 31), new(-1e9f, -1e9f, 1e9f, 1e9f),
    ];

    [Theory]
    [MemberData(nameof(Boxes))]
    public void Every_plan_equals_pixel_by_pixel(Box box)
    {
        var random = new Random(7);
        foreach (var size in (int[])[1, 14, 28])
        {
            // Certain and uncertain places, and values that blend to just about the threshold.
            float[] mask = [.. Enumerable.Range(0, size * size).Select(_ => random.Next(4) switch { 0 => 0, 1 => 1, 2 => .5f, _ => random.NextSingle() })];
            foreach (var threshold in (float[])[.5f, .1f, 0, 1])
            {
                var expected = Plain(mask, size, box, 100, 120, threshold);
                foreach (var plan in KernelPlans.All)
                    Assert.Equal(expected, MaskPaste.PasteWith(plan, mask, box, 100, 120, threshold).Runs.ToArray());
            }
        }
    }

    [Fact]
    public void A_mask_that_is_no_number_shows_nothing() =>
        Assert.Equal(0, MaskPaste.Paste([float.NaN, float.NaN, float.NaN, float.NaN], new(10, 10, 20, 20), 40, 40).Area);

    // torchvision's expand, resize and paste, pixel by pixel.
    private static List<int> Plain(float[] mask, int size, Box box, int height, int width, float threshold)
    {
        var (x, y) = (Axis(box.X1, box.X2), Axis(box.Y1, box.Y2));
        var runs = new List<int> { 0 };
        for (var column = 0; column < width; column++)
        {
            for (var row = 0; row < height; row++)
            {
                var isObject = x(column) is var (left, right, across) && y(row) is var (top, bottom, down)
                    && (1 - down) * ((1 - across) * At(top, left) + across * At(top, right)) + down * ((1 - across) * At(bottom, left) + across * At(bottom, right)) >= threshold;
                if (isObject != (runs.Count % 2 == 0)) runs.Add(0);
                runs[^1]++;
            }
        }

        return runs;

        float At(int row, int column) => row is 0 || column is 0 || row > size || column > size ? 0 : mask[(row - 1) * size + column - 1];

        Func<int, (int, int, float)?> Axis(float low, float high)
        {
            var side = size + 2;
            var (half, centre) = ((high - low) * 0.5f * ((float)side / size), (high + low) * 0.5f);
            var (first, last) = ((long)Math.Truncate(centre - half), (long)Math.Truncate(centre + half));
            var scale = (float)side / Math.Max(last - first + 1, 1);
            return pixel =>
            {
                if (pixel < first || pixel > last) return null;
                var at = Math.Max(0, scale * (pixel - first + 0.5f) - 0.5f);
                var bin = Math.Min((int)at, side - 1);
                return (bin, Math.Min(bin + 1, side - 1), at - bin);
            };
        }
    }
}
