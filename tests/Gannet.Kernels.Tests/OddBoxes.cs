namespace Gannet.Kernels.Tests;

/// <summary>Boxes that a kernel must handle like any other: degenerate, duplicate, infinite, NaN.</summary>
internal static class OddBoxes
{
    private static readonly Box[] s_odd =
    [
        default, new(5, 5, 5, 9), new(10, 10, 0, 0), new(0, 10, 10, 0), new(float.NaN, 0, 10, 10), new(0, 0, 10, float.NaN),
        new(0, 0, float.PositiveInfinity, 10), new(float.NegativeInfinity, 0, float.PositiveInfinity, 10), new(0, 0, float.MaxValue, float.MaxValue),
        new(-3e38f, -3e38f, 3e38f, 3e38f), new(0, 0, 1e-25f, 1e-25f), new(0, 0, 1e-22f, 1e-22f), new(1e7f, 1e7f, 1e7f + 1, 1e7f + 1),
    ];

    /// <summary>Boxes crowded around a few places, so that many overlap a lot, with whole sizes, so that many overlap equally.</summary>
    public static Box[] Crowded(int count, Random random)
    {
        var boxes = new Box[count];
        for (var k = 0; k < count; k++)
        {
            var (x, y) = (random.Next(12) * 80, random.Next(8) * 80);
            boxes[k] = Box.FromSize(x + random.Next(12) * .75f, y + random.Next(12), 20 * random.Next(1, 5) + random.Next(3), 20 * random.Next(1, 5));
        }

        return boxes;
    }

    /// <summary>The same with one box in ten odd.</summary>
    public static Box[] Mixed(int count, Random random)
    {
        var boxes = Crowded(count, random);
        for (var k = 0; k < count; k++)
        {
            if (random.Next(10) == 0) boxes[k] = s_odd[random.Next(s_odd.Length)];
        }

        return boxes;
    }
}
