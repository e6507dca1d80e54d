using Gannet.Evaluation.Results;
using Gannet.Kernels.Ranking;

namespace Gannet.Evaluation.Coco;

/// <summary>Detections ordered by class, then picture, then descending score: each (class, picture) is one run.</summary>
internal sealed class DetectionGroups
{
    private readonly int[] _starts;
    private readonly int _pictures;
    private ResultRow[] _sorted = [];

    /// <param name="detections">The detections of each picture.</param>
    /// <param name="classes">Number of classes; labels must be below it.</param>
    /// <param name="pooled">Whether every detection is treated as class 0.</param>
    public DetectionGroups(IReadOnlyList<IReadOnlyList<ResultRow>> detections, int classes, bool pooled)
    {
        _pictures = detections.Count;
        _starts = new int[(classes * _pictures) + 1];
        for (var p = 0; p < _pictures; p++)
        {
            var rows = detections[p];
            for (var k = 0; k < rows.Count; k++)
            {
                var detection = rows[k];
                Check(detection, classes, pooled, p);
                _starts[Key(detection, pooled, p) + 1]++;
            }
        }

        for (var key = 1; key < _starts.Length; key++) _starts[key] += _starts[key - 1];
        Detections = new ResultRow[_starts[^1]];
        Scores = new double[_starts[^1]];
        var next = _starts.AsSpan(0, _starts.Length - 1).ToArray();
        for (var p = 0; p < _pictures; p++)
        {
            var rows = detections[p];
            for (var k = 0; k < rows.Count; k++)
            {
                var detection = rows[k];
                var at = next[Key(detection, pooled, p)]++;
                (Detections[at], Scores[at]) = (detection, detection.Score);
            }
        }

        for (var key = 0; key + 1 < _starts.Length; key++) SortRun(_starts[key], _starts[key + 1] - _starts[key]);
    }

    public ResultRow[] Detections { get; }

    public double[] Scores { get; }

    /// <summary>The run of a class in a picture.</summary>
    public Range Run(int label, int picture) => _starts[(label * _pictures) + picture].._starts[(label * _pictures) + picture + 1];

    /// <summary>Number of detections of a class in all pictures.</summary>
    public int Count(int label) => _starts[(label + 1) * _pictures] - _starts[label * _pictures];

    private int Key(in ResultRow detection, bool pooled, int picture) => ((pooled ? 0 : detection.Label) * _pictures) + picture;

    private static void Check(in ResultRow detection, int classes, bool pooled, int picture)
    {
        if (double.IsNaN(detection.Score)) throw new ArgumentException($"A detection of picture {picture} has the score NaN.");
        if (!pooled && (uint)detection.Label >= (uint)classes)
            throw new ArgumentException($"A detection of picture {picture} has the label {detection.Label}; there are {classes} classes.");
    }

    // Equal scores keep their order, as in numpy's mergesort.
    private void SortRun(int start, int length)
    {
        var scores = Scores.AsSpan(start, length);
        if (IsDescending(scores)) return;
        var order = ScoreOrder.Descending(scores);
        if (_sorted.Length < length) _sorted = new ResultRow[length * 2];
        for (var i = 0; i < length; i++) _sorted[i] = Detections[start + order[i]];
        for (var i = 0; i < length; i++) (Detections[start + i], scores[i]) = (_sorted[i], _sorted[i].Score);
        _sorted.AsSpan(0, length).Clear();
    }

    // Detectors usually return their best first.
    private static bool IsDescending(ReadOnlySpan<double> scores)
    {
        for (var i = 1; i < scores.Length; i++)
        {
            if (scores[i] > scores[i - 1]) return false;
        }

        return true;
    }
}
