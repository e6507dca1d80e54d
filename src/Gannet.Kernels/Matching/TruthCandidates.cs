namespace Gannet.Kernels.Matching;

/// <summary>The boxes with the highest overlap of each object, ties included, collected in one pass over the boxes.</summary>
internal sealed class TruthCandidates
{
    private readonly float[] _best;
    private readonly List<int>[] _boxes;

    /// <param name="truths">Number of objects.</param>
    /// <param name="least">The smallest overlap of a candidate.</param>
    public TruthCandidates(int truths, float least)
    {
        _best = new float[truths];
        _boxes = new List<int>[truths];
        for (var g = 0; g < truths; g++) (_best[g], _boxes[g]) = (least, []);
    }

    /// <summary>The highest overlap of each object so far.</summary>
    public ReadOnlySpan<float> Best => _best;

    public List<int> Boxes(int truth) => _boxes[truth];

    public void Offer(int truth, int box, float overlap)
    {
        if (!(overlap >= _best[truth])) return;
        if (overlap > _best[truth]) _boxes[truth].Clear();
        _best[truth] = overlap;
        _boxes[truth].Add(box);
    }
}

/// <summary>An object that a box of the block may meet: everything that the inner loop reads of it, side by side.</summary>
/// <param name="box">Box of the object.</param>
/// <param name="number">Its index among all objects.</param>
internal struct NearTruth(in Box box, int number)
{
    public readonly Box Box = box;

    public readonly float Area = box.Area;

    // Winners are selected as float lanes; converting the number inside the loop would cost a tenth of its time.
    public readonly float Lane = number;

    public readonly int Number = number;

    /// <summary>The overlap that a box must reach to be the object's best.</summary>
    public float Best;
}
