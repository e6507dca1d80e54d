using Gannet.Kernels.Overlaps;

namespace Gannet.Kernels.Tracking;

/// <summary>Follows objects through the frames of a video: detections that overlap an object's predicted box continue its track.</summary>
/// <remarks>
/// After SORT (Bewley et al., 2016): a <see cref="KalmanBoxFilter"/> predicts each track's box, and a <see cref="HungarianAssignment"/> shares
/// out the detections so that the sum of IoUs is greatest. An unconfirmed track ends with its first miss, as in DeepSORT (Wojke et al., 2017).
/// It looks at boxes only, so objects of one class that hide each other for long may swap their numbers. Not safe for several threads.
/// </remarks>
public sealed class Tracker
{
    private readonly TrackerOptions _options;
    private readonly List<Track> _tracks = [];
    private int _confirmed;

    /// <summary>A tracker that has seen nothing.</summary>
    /// <param name="options">When detections are taken for the same object; null for the defaults.</param>
    /// <exception cref="InvalidOptionException">An option is out of range.</exception>
    public Tracker(TrackerOptions? options = null)
    {
        _options = options ?? new();
        _options.Validate();
    }

    /// <summary>The tracks that have not ended, oldest first, unconfirmed ones included.</summary>
    public IReadOnlyList<Track> Tracks => _tracks;

    /// <summary>How many tracks were confirmed so far, which is the largest number in use.</summary>
    public int ConfirmedCount => _confirmed;

    /// <summary>Moves on to the next frame, in which these objects were detected.</summary>
    /// <param name="detections">The objects of one frame, in any order.</param>
    /// <returns>The track that each detection continues or begins, in the same order; null for a box without area.</returns>
    /// <remarks>A returned track may be confirmed later: keep it to learn its number.</remarks>
    public IReadOnlyList<Track?> Update(IReadOnlyList<DetectedObject> detections)
    {
        ArgumentNullException.ThrowIfNull(detections);
        Predict();
        var trackOf = Match(detections);
        var found = trackOf.ToHashSet();
        foreach (var track in _tracks.Where(track => !found.Contains(track))) track.Miss();
        for (var k = 0; k < detections.Count; k++)
        {
            if (trackOf[k] is { } track) track.Correct(detections[k]);
            else if (detections[k].Box.IsValid) _tracks.Add(trackOf[k] = new(detections[k]));
        }

        foreach (var track in _tracks)
        {
            if (!track.IsConfirmed && track.Hits >= _options.MinHits) track.Id = ++_confirmed;
        }

        _tracks.RemoveAll(HasEnded);
        return trackOf;
    }

    /// <summary>Moves on to the next frame, which is not looked at: tracks are predicted, and none ends.</summary>
    public void Predict()
    {
        foreach (var track in _tracks) track.Predict();
    }

    // The area of a track may shrink to nothing while it is only predicted.
    private bool HasEnded(Track track) => track.Misses > (track.IsConfirmed ? _options.MaxAge : 0) || !track.Box.IsValid;

    private Track?[] Match(IReadOnlyList<DetectedObject> detections)
    {
        var costs = new double[_tracks.Count * detections.Count];
        for (var row = 0; row < _tracks.Count; row++)
        {
            for (var column = 0; column < detections.Count; column++) costs[row * detections.Count + column] = -Gain(_tracks[row], detections[column]);
        }

        var matched = new Track?[detections.Count];
        var columnOf = HungarianAssignment.Solve(costs, _tracks.Count, detections.Count);
        for (var row = 0; row < columnOf.Length; row++)
        {
            if (columnOf[row] is >= 0 and var column && costs[row * detections.Count + column] < 0) matched[column] = _tracks[row];
        }

        return matched;
    }

    // 0 for a pair that does not belong together: it takes part in the assignment, but gains nothing and is dropped. SORT drops pairs only
    // after an assignment that counted them.
    private float Gain(Track track, DetectedObject found)
    {
        if (!track.Box.IsValid || !found.Box.IsValid || (_options.ClassAware && track.Label != found.Label)) return 0;
        var overlap = Iou.Of(track.Box, found.Box);
        return overlap >= _options.ThresholdIou ? overlap : 0;
    }
}
