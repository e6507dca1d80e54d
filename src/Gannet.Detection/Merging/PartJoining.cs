using Gannet.Imaging.Tiles;

namespace Gannet.Detection.Merging;

/// <summary>Joins parts of objects that a border between two tiles has cut, for objects longer than the tiles' overlap.</summary>
/// <remarks>
/// Two parts belong together if each is cut by the border that the other's tile looks past, and they take the same rows (or columns) of
/// those that both tiles see. Rows of tiles are joined first, so an object that four tiles share ends in two parts, and then in one.
/// </remarks>
/// <param name="threshold">Intersection over union, of the rows or columns that two parts take, above which they are joined.</param>
internal sealed class PartJoining(double threshold)
{
    /// <summary>The parts, joined where they belong together; a joined part has the better score.</summary>
    public IReadOnlyList<SeenObject> Join(IReadOnlyList<SeenObject> parts)
    {
        var rows = Chain(parts, Borders.Left, Borders.Right, static (a, b) => a.Window.Y == b.Window.Y && a.Window.Height == b.Window.Height, Extent.InRow);
        return Chain(rows, Borders.Top, Borders.Bottom, static (_, _) => true, Extent.InColumn);
    }

    // From the first tile to the last: each part takes in its continuation, then that one's.
    private List<SeenObject> Chain(
        IReadOnlyList<SeenObject> parts, Borders first, Borders last, Func<SeenObject, SeenObject, bool> mayJoin, Func<SeenObject, Extent> extentOf)
    {
        var left = parts.OrderBy(part => extentOf(part).Start).ToList();
        var chained = new List<SeenObject>();
        while (left.Count > 0)
        {
            var part = left[0];
            left.RemoveAt(0);
            while (part.Cut.HasFlag(last) && Continuation(part) is { } next)
            {
                left.Remove(next);
                part = Joined(part, next, first, last);
            }

            chained.Add(part);
        }

        return chained;

        SeenObject? Continuation(SeenObject part)
        {
            var (own, best, most) = (extentOf(part), (SeenObject?)null, threshold);
            foreach (var other in left)
            {
                if (other.Found.Label != part.Found.Label || !other.Cut.HasFlag(first) || !mayJoin(part, other)) continue;
                var next = extentOf(other);
                if (own.IsFollowedBy(next) && own.Agreement(next) is var agreement && agreement > most) (best, most) = (other, agreement);
            }

            return best;
        }
    }

    private static SeenObject Joined(SeenObject a, SeenObject b, Borders first, Borders last)
    {
        var best = a.Found.Score >= b.Found.Score ? a.Found : b.Found;
        var box = new Box(Math.Min(a.Box.X1, b.Box.X1), Math.Min(a.Box.Y1, b.Box.Y1), Math.Max(a.Box.X2, b.Box.X2), Math.Max(a.Box.Y2, b.Box.Y2));
        var (x, y) = (Math.Min(a.Window.X, b.Window.X), Math.Min(a.Window.Y, b.Window.Y));
        var window = new TileWindow(x, y, Math.Max(a.Window.Right, b.Window.Right) - x, Math.Max(a.Window.Bottom, b.Window.Bottom) - y);
        return new(best with { Box = box }, window, a.Cut & ~last | b.Cut & ~first);
    }

    /// <summary>A part in a row of tiles, or a column: where its tile lies in the direction of the row, and what it takes across.</summary>
    /// <param name="Start">Where the tile starts in the row.</param>
    /// <param name="End">Where it ends.</param>
    /// <param name="From">The first pixel across that the tile sees.</param>
    /// <param name="To">The one after the last.</param>
    /// <param name="Low">Where the box starts across.</param>
    /// <param name="High">Where it ends.</param>
    private readonly record struct Extent(int Start, int End, int From, int To, float Low, float High)
    {
        public static Extent InRow(SeenObject seen) =>
            new(seen.Window.X, seen.Window.Right, seen.Window.Y, seen.Window.Bottom, seen.Box.Y1, seen.Box.Y2);

        public static Extent InColumn(SeenObject seen) =>
            new(seen.Window.Y, seen.Window.Bottom, seen.Window.X, seen.Window.Right, seen.Box.X1, seen.Box.X2);

        public bool IsFollowedBy(Extent next) => next.Start > Start && next.Start <= End && next.End > End;

        // Only of what both tiles see: elsewhere one of them cannot know.
        public double Agreement(Extent other)
        {
            float from = Math.Max(From, other.From), to = Math.Min(To, other.To);
            var shared = Math.Min(Math.Min(High, other.High), to) - Math.Max(Math.Max(Low, other.Low), from);
            var all = Math.Min(Math.Max(High, other.High), to) - Math.Max(Math.Min(Low, other.Low), from);
            return all > 0 ? shared / all : 0;
        }
    }
}
