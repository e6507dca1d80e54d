using Gannet.Kernels.Overlaps;

namespace Gannet.Datasets.Synthesis;

/// <summary>Scatters cells over a field: some alone, some across another's outline, none mostly hidden.</summary>
internal sealed class CorpusclePlacement(SmearFieldOptions options, HashRandom random)
{
    // Two cells may overlap, but never so much that their boxes could be mistaken for one object.
    private const float MostBoxOverlap = 0.3f;
    private const float LeastVisibleShare = 0.7f;
    private const int Tries = 40;

    private readonly List<PlacedCorpuscle> _placed = [];

    public IReadOnlyList<PlacedCorpuscle> Place()
    {
        var share = options.Width * options.Height / (320f * 240f);
        var count = (int)MathF.Round(random.Whole(options.MinCorpuscles, options.MaxCorpuscles) * share);
        for (var i = 0; i < count; i++)
        {
            var (cell, label) = Draw();
            var found = _placed.Count > 0 && random.Unit() < options.OverlapShare ? PlaceAcross(cell, label) : PlaceAlone(cell, label);
            if (found is not null) _placed.Add(found);
        }

        return _placed;
    }

    // Red cells are the most common, as in blood, but every kind is common enough to learn from a few hundred pictures.
    private (StainedCorpuscle Cell, int Label) Draw() => random.Unit() switch
    {
        < 0.34f => (new RedCorpuscle(random), 0),
        < 0.49f => (new WhiteCorpuscle(random), 1),
        < 0.67f => (new Platelet(random), 2),
        < 0.84f => (new SickleCorpuscle(random), 3),
        _ => (new SpikyCorpuscle(random), 4),
    };

    private PlacedCorpuscle? PlaceAlone(StainedCorpuscle cell, int label)
    {
        for (var i = 0; i < Tries; i++)
        {
            var candidate = new PlacedCorpuscle(cell, label, random.Between(0, options.Width), random.Between(0, options.Height));
            if (IsVisible(candidate) && !_placed.Exists(candidate.Overlaps)) return candidate;
        }

        return null;
    }

    private PlacedCorpuscle? PlaceAcross(StainedCorpuscle cell, int label)
    {
        for (var i = 0; i < Tries; i++)
        {
            var neighbour = _placed[random.Whole(0, _placed.Count - 1)];
            var reach = (Reach(cell) + Reach(neighbour.Cell)) * random.Between(0.6f, 0.95f);
            var (sin, cos) = MathF.SinCos(random.Between(0, MathF.Tau));
            var candidate = new PlacedCorpuscle(cell, label, neighbour.X + cos * reach, neighbour.Y + sin * reach);
            if (!IsVisible(candidate) || !candidate.Overlaps(neighbour)) continue;
            if (_placed.TrueForAll(other => Iou.Of(candidate.Box, other.Box) <= MostBoxOverlap && !Swallows(candidate.Box, other.Box)))
                return candidate;
        }

        return null;
    }

    private bool IsVisible(PlacedCorpuscle cell) =>
        cell.Box.Clip(options.Width, options.Height).Area >= LeastVisibleShare * cell.Box.Area;

    // A platelet in the middle of a white cell has a small IoU with it and is still hard to see.
    private static bool Swallows(Box a, Box b) => Iou.Intersection(a, b) > 0.6f * Math.Min(a.Area, b.Area);

    private static float Reach(StainedCorpuscle cell) => (cell.Outline.Extent.Width + cell.Outline.Extent.Height) / 4;
}
