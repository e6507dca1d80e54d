namespace Gannet.Vision.Assignment;

/// <summary>The boxes with the highest overlap of each object, ties included, while the boxes pass by once.</summary>
internal sealed class TruthCandidates
{
    private readonly float[] _best;
    private readonly List<int>[] _boxes;
    private readonly Dictionary<int, int> _owners = [];

    /// <param name="truths">Number of objects.</param>
    /// <param name="least">The smallest overlap of a candidate.</param>
    public TruthCandidates(int truths, float least)
    {
        _best = new float[truths];
        _boxes = new List<int>[truths];
        for (var g = 0; g < truths; g++) (_best[g], _boxes[g]) = (least, []);
    }

    public float Best(int truth) => _best[truth];

    public List<int> Boxes(int truth) => _boxes[truth];

    /// <summary>The object that a candidate box overlaps most itself.</summary>
    public int Owner(int box) => _owners[box];

    public void Offer(int truth, int box, float overlap)
    {
        if (!(overlap >= _best[truth])) return;
        if (overlap > _best[truth]) _boxes[truth].Clear();
        _best[truth] = overlap;
        _boxes[truth].Add(box);
        _owners[box] = -1;
    }

    /// <summary>Writes the match of a box whose overlap with every object is known.</summary>
    public void Record(int[] matches, int box, int owner, float overlap, MatchOptions options)
    {
        if (_owners.ContainsKey(box)) _owners[box] = owner;
        matches[box] = overlap >= options.Foreground ? owner : overlap < options.Background ? BoxMatcher.Background : BoxMatcher.Ignored;
    }
}
