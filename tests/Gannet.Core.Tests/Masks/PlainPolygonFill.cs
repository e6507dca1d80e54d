namespace Gannet.Tests.Masks;

/// <summary>COCO's filling rule in its three published steps, kept separate: the reference for the streaming version.</summary>
internal static class PlainPolygonFill
{
    public static byte[] Fill(double[] polygon, int height, int width)
    {
        var toggled = new bool[height * width + 1];
        var outline = Outline([.. polygon.Chunk(2).Select(static p => ((int)(5 * p[0] + .5), (int)(5 * p[1] + .5)))]);
        foreach (var (from, to) in outline.Zip(outline.Skip(1)))
        {
            if (from.X == to.X) continue;
            var x = ((to.X < from.X ? to.X : to.X - 1) + .5) / 5 - .5;
            if (Math.Floor(x) != x || x < 0 || x > width - 1) continue;
            var y = (Math.Min(from.Y, to.Y) + .5) / 5 - .5;
            toggled[(int)x * height + (int)Math.Ceiling(Math.Min(Math.Max(y, 0), height))] ^= true;
        }

        var (bitmap, inside) = (new byte[height * width], false);
        for (var k = 0; k < height * width; k++)
        {
            inside ^= toggled[k];
            bitmap[k % height * width + k / height] = (byte)(inside ? 1 : 0);
        }

        return bitmap;
    }

    private static List<(int X, int Y)> Outline((int X, int Y)[] corners)
    {
        var points = new List<(int, int)>();
        for (var k = 0; k < corners.Length; k++)
        {
            var (a, b) = (corners[k], corners[(k + 1) % corners.Length]);
            var (across, down) = (Math.Abs(b.X - a.X), Math.Abs(b.Y - a.Y));
            var flip = across >= down ? a.X > b.X : a.Y > b.Y;
            var (s, e) = flip ? (b, a) : (a, b);
            var edge = Enumerable.Range(0, Math.Max(across, down) + 1).Select(t => across >= down
                ? (s.X + t, (int)(s.Y + (across == 0 ? 0 : (double)(e.Y - s.Y) / across) * t + .5))
                : ((int)(s.X + (double)(e.X - s.X) / down * t + .5), s.Y + t));
            points.AddRange(flip ? edge.Reverse() : edge);
        }

        return points;
    }
}
