using System.Runtime.InteropServices;
using Gannet.Kernels.NonMaximumSuppression;

namespace Gannet.Detection.Boxes;

/// <summary>The boxes of one image before suppression, each with a score and the class or level in which it competes.</summary>
internal sealed class BoxCandidates
{
    private readonly List<Box> _boxes = [];
    private readonly List<float> _scores = [];
    private readonly List<int> _labels = [];
    private readonly List<int> _sources = [];

    public ReadOnlySpan<Box> Boxes => CollectionsMarshal.AsSpan(_boxes);

    public ReadOnlySpan<float> Scores => CollectionsMarshal.AsSpan(_scores);

    public ReadOnlySpan<int> Labels => CollectionsMarshal.AsSpan(_labels);

    /// <summary>The anchor or region that each box was computed from.</summary>
    public ReadOnlySpan<int> Sources => CollectionsMarshal.AsSpan(_sources);

    /// <summary>Positions of the kept boxes, best first; empty before <see cref="Suppress"/>.</summary>
    public int[] Kept { get; private set; } = [];

    public void Add(Box box, float score, int label, int source)
    {
        _boxes.Add(box);
        _scores.Add(score);
        _labels.Add(label);
        _sources.Add(source);
    }

    /// <summary>Keeps the boxes that no better one of their class overlaps.</summary>
    public void Suppress(double threshold, bool acrossLabels = false) =>
        Kept = acrossLabels ? Nms.Keep(Boxes, Scores, threshold) : Nms.KeepPerClass(Boxes, Scores, Labels, threshold);

    /// <summary>Lowers scores of boxes that a better one of their class overlaps, and keeps those that stay high enough.</summary>
    /// <param name="rescore">Soft suppression of one class.</param>
    /// <param name="acrossLabels">Whether all classes compete as one.</param>
    public void SuppressSoftly(SoftSuppression rescore, bool acrossLabels = false)
    {
        var kept = new List<int>();
        foreach (var group in Enumerable.Range(0, _labels.Count).GroupBy(k => acrossLabels ? 0 : _labels[k]))
        {
            int[] members = [.. group];
            foreach (var (position, score) in rescore([.. members.Select(k => _boxes[k])], [.. members.Select(k => _scores[k])]))
            {
                _scores[members[position]] = score;
                kept.Add(members[position]);
            }
        }

        Kept = [.. kept.OrderByDescending(k => _scores[k]).ThenBy(static k => k)];
    }
}

/// <summary>Soft suppression among the boxes of one class.</summary>
internal delegate RescoredBox[] SoftSuppression(ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores);
