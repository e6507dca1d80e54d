namespace Gannet.Datasets.Statistics;

/// <summary>Counts the boxes of a picture that intersect another box, in O(n log n) time.</summary>
/// <remarks>
/// A vertical line sweeps across. Boxes on it that overlap no other box do not overlap vertically either, so those that a new box meets are
/// neighbours in vertical order. The other boxes need only be counted.
/// </remarks>
internal static class OverlapCount
{
    public static int Of(IReadOnlyList<Annotation> annotations)
    {
        Box[] boxes = [.. annotations.Select(static a => a.Box).Where(static b => b.X2 > b.X1 && b.Y2 > b.Y1).OrderBy(static b => b.X1)];
        int[] byEnd = [.. Enumerable.Range(0, boxes.Length).OrderBy(i => boxes[i].X2)];
        float[] heights = [.. boxes.SelectMany(static b => new[] { b.Y1, b.Y2 }).Distinct().Order()];
        var (tops, bottoms) = (new Tally(heights.Length), new Tally(heights.Length));
        // Numbered from 1, so that the default value means "none".
        var alone = new SortedSet<(float Y1, int Number)>();
        var ended = 0;
        var count = 0;
        for (var i = 0; i < boxes.Length; i++)
        {
            var box = boxes[i];
            for (; boxes[byEnd[ended]].X2 <= box.X1; ended++)
            {
                var gone = boxes[byEnd[ended]];
                tops.Add(Place(heights, gone.Y1), -1);
                bottoms.Add(Place(heights, gone.Y2), -1);
                alone.Remove((gone.Y1, byEnd[ended] + 1));
            }

            // Boxes that begin above its bottom, minus those that end above its top.
            if (tops.Below(Place(heights, box.Y2)) > bottoms.Below(Place(heights, box.Y1) + 1))
            {
                count++;
                count += TakeMet(alone, boxes, box);
            }
            else
            {
                alone.Add((box.Y1, i + 1));
            }

            tops.Add(Place(heights, box.Y1), 1);
            bottoms.Add(Place(heights, box.Y2), 1);
        }

        return count;
    }

    private static int TakeMet(SortedSet<(float Y1, int Number)> alone, Box[] boxes, in Box box)
    {
        // At most one of the disjoint boxes begins above the new one and reaches into it.
        var met = new List<(float, int)>();
        var above = alone.GetViewBetween((float.NegativeInfinity, 0), (box.Y1, 0)).Max;
        if (above.Number > 0 && boxes[above.Number - 1].Y2 > box.Y1) met.Add(above);
        met.AddRange(alone.GetViewBetween((box.Y1, 0), (box.Y2, 0)));
        foreach (var next in met) alone.Remove(next);
        return met.Count;
    }

    private static int Place(float[] heights, float y) => Array.BinarySearch(heights, y);

    /// <summary>Counts per position, with prefix sums (a Fenwick tree).</summary>
    private sealed class Tally(int places)
    {
        private readonly int[] _sums = new int[places + 1];

        public void Add(int place, int change)
        {
            for (var k = place + 1; k < _sums.Length; k += k & -k) _sums[k] += change;
        }

        public int Below(int place)
        {
            var sum = 0;
            for (var k = place; k > 0; k -= k & -k) sum += _sums[k];
            return sum;
        }
    }
}
