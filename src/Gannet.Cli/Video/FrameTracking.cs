using Gannet.Kernels.Tracking;

namespace Gannet.Cli.Video;

/// <summary>What is shown in each frame: its detections, those of the frame before, or the boxes of tracks.</summary>
/// <param name="isTracked">Whether objects are followed.</param>
internal sealed class FrameTracking(bool isTracked)
{
    // About a second of most videos.
    private const int MostPlaces = 30;

    private readonly Tracker? _tracker = isTracked ? new() : null;
    private readonly Dictionary<int, Queue<(float X, float Y)>> _places = [];
    private IReadOnlyList<FoundObject> _last = [];

    /// <summary>Number of tracks so far.</summary>
    public int TrackCount => _tracker?.ConfirmedCount ?? 0;

    /// <summary>A frame with what was detected in it.</summary>
    public FoundFrame Look(DecodedFrame frame, IReadOnlyList<DetectedObject> found)
    {
        var tracks = _tracker?.Update(found);
        _last = [.. found.Select((detection, k) => new FoundObject(detection, tracks?[k]))];
        return new(frame, _last, true) { Trails = Trails() };
    }

    /// <summary>A frame that was not looked at.</summary>
    public FoundFrame Pass(DecodedFrame frame)
    {
        if (_tracker is null) return new(frame, _last, false);
        _tracker.Predict();
        var predicted = _tracker.Tracks.Where(static track => track.IsConfirmed && track.Misses == 0 && track.Box.IsValid)
            .Select(static track => new FoundObject(new(track.Box, track.Label, track.Score) { Class = track.Class }, track));
        return new(frame, [.. predicted], false) { Trails = Trails() };
    }

    private Trail[] Trails()
    {
        if (_tracker is null) return [];
        var seen = _tracker.Tracks.Where(static track => track.IsConfirmed && track.Misses == 0).ToList();
        foreach (var gone in _places.Keys.Except(_tracker.Tracks.Select(static track => track.Id)).ToList()) _places.Remove(gone);
        foreach (var track in seen)
        {
            if (!_places.TryGetValue(track.Id, out var places)) _places.Add(track.Id, places = new());
            places.Enqueue(((track.Box.X1 + track.Box.X2) / 2, (track.Box.Y1 + track.Box.Y2) / 2));
            if (places.Count > MostPlaces) places.Dequeue();
        }

        return [.. seen.Select(track => new Trail(track.Id, [.. _places[track.Id]]))];
    }
}
