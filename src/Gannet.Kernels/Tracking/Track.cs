namespace Gannet.Kernels.Tracking;

/// <summary>One object, followed from frame to frame.</summary>
public sealed class Track
{
    private readonly KalmanBoxFilter _filter;

    internal Track(DetectedObject first)
    {
        _filter = new(first.Box);
        (Label, Class, Score, Box, Hits) = (first.Label, first.Class, first.Score, _filter.Box, 1);
    }

    /// <summary>Its number: 1, 2, … in the order in which tracks are confirmed; 0 until then.</summary>
    public int Id { get; internal set; }

    /// <summary>Whether it was found often enough to be more than a false detection.</summary>
    public bool IsConfirmed => Id > 0;

    /// <summary>Class index of the last detection, 0-based.</summary>
    public int Label { get; private set; }

    /// <summary>Name of that class; null if the detector knows only the index.</summary>
    public string? Class { get; private set; }

    /// <summary>Score of the last detection.</summary>
    public float Score { get; private set; }

    /// <summary>Where the object is estimated to be in the present frame, in pixels; predicted if it was not detected there.</summary>
    public Box Box { get; private set; }

    /// <summary>The estimated velocity of its centre, in pixels per frame.</summary>
    public (double X, double Y) Velocity => _filter.Velocity;

    /// <summary>Number of its detections.</summary>
    public int Hits { get; private set; }

    /// <summary>Frames that were looked at since its last detection; 0 if it was found in the last of them.</summary>
    public int Misses { get; private set; }

    internal void Predict()
    {
        _filter.Predict();
        Box = _filter.Box;
    }

    internal void Correct(DetectedObject found)
    {
        _filter.Correct(found.Box);
        (Label, Class, Score, Box) = (found.Label, found.Class, found.Score, _filter.Box);
        (Hits, Misses) = (Hits + 1, 0);
    }

    internal void Miss() => Misses++;
}
