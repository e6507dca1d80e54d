using System.Runtime.InteropServices;
using Gannet.Kernels.NonMaximumSuppression;

namespace Gannet.Detection.Boxes;

/// <summary>The boxes of one image before suppression, each with a score and the class or level in which it competes.</summary>
internal sealed class BoxCandidates
{
    private readonly List<Box> _boxes = [];
    private readonly List<float> _scores = [];
    private readonly List<int> _labels = [];

    public ReadOnlySpan<Box> Boxes => CollectionsMarshal.AsSpan(_boxes);

    public ReadOnlySpan<float> Scores => CollectionsMarshal.AsSpan(_scores);

    public ReadOnlySpan<int> Labels => CollectionsMarshal.AsSpan(_labels);

    /// <summary>Positions of the kept boxes, best first; empty before <see cref="Suppress"/>.</summary>
    public int[] Kept { get; private set; } = [];

    public void Add(Box box, float score, int label)
    {
        _boxes.Add(box);
        _scores.Add(score);
        _labels.Add(label);
    }

    public void Suppress(double threshold, bool acrossLabels = false) =>
        Kept = acrossLabels ? Nms.Keep(Boxes, Scores, threshold) : Nms.KeepPerClass(Boxes, Scores, Labels, threshold);
}
