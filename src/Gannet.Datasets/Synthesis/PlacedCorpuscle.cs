namespace Gannet.Datasets.Synthesis;

/// <summary>A blood cell at its position in the picture.</summary>
internal sealed record PlacedCorpuscle(StainedCorpuscle Cell, int Label, float X, float Y)
{
    /// <summary>The whole cell, in picture coordinates; may reach beyond the picture.</summary>
    public Box Box { get; } = new(X + Cell.Outline.Extent.X1, Y + Cell.Outline.Extent.Y1, X + Cell.Outline.Extent.X2, Y + Cell.Outline.Extent.Y2);

    /// <summary>The whole outline in picture coordinates, to a hundredth of a pixel: x, y, x, y, …</summary>
    public double[] Polygon()
    {
        var polygon = Cell.Outline.Polygon;
        return [.. polygon.Select((value, k) => Math.Round(value + (k % 2 == 0 ? X : Y), 2))];
    }

    /// <summary>Whether the two outlines overlap, tested every two pixels.</summary>
    public bool Overlaps(PlacedCorpuscle other)
    {
        var (left, right) = (Math.Max(Box.X1, other.Box.X1), Math.Min(Box.X2, other.Box.X2));
        var (top, bottom) = (Math.Max(Box.Y1, other.Box.Y1), Math.Min(Box.Y2, other.Box.Y2));
        for (var y = top; y < bottom; y += 2)
        {
            for (var x = left; x < right; x += 2)
            {
                if (Cell.Outline.Distance(x - X, y - Y) < 0 && other.Cell.Outline.Distance(x - other.X, y - other.Y) < 0) return true;
            }
        }

        return false;
    }
}
