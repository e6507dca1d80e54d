using System.Diagnostics;
using System.Globalization;
using Gannet.Cli.Commands;
using Gannet.Cli.Input;
using Gannet.Cli.Options;
using Gannet.Cli.Output;
using Gannet.Cli.Progress;
using Gannet.Detection.Pictures;
using Gannet.Evaluation.Results;
using Gannet.Imaging.Video;

namespace Gannet.Cli.Video;

/// <summary>Detection in a video: frames are decoded ahead on one thread, detected on the calling one, drawn and written on a third.</summary>
/// <param name="context">Where messages and lines go.</param>
/// <param name="video">The video.</param>
/// <param name="model">The model.</param>
/// <param name="selection">What of the video is looked at.</param>
/// <param name="score">Lowest score of a detection.</param>
internal sealed class VideoDetection(CommandContext context, VideoReader video, IPictureModel model, VideoSelection selection, float score)
{
    private readonly string _name = Path.GetFileName(video.Path);
    private readonly FrameTracking _tracking = new(selection.IsTracked);
    private readonly List<FoundFrame> _found = [];
    private int _frames, _lookedAt, _objects;

    /// <summary>Detects in all frames. What was found before an error or an interruption is kept.</summary>
    /// <param name="output">Where drawn frames go; null for nowhere.</param>
    /// <param name="printsObjects">Whether a line is printed for each object; else the progress is shown.</param>
    /// <param name="cancellation">Stops after the present frame.</param>
    /// <exception cref="InvalidDataException">The video is damaged, cut off or empty.</exception>
    public void Run(FrameOutput? output, bool printsObjects, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            if (printsObjects) Detect(output, true, static _ => { }, cancellation);
            else ImageProgress.Show(context, "detecting", ExpectedFrames(), show => Detect(output, false, show, cancellation), "frames");
            RequireWhole();
        }
        finally
        {
            if (_frames > 0) context.Error.WriteLine(Summary(watch.Elapsed));
        }
    }

    /// <summary>What was found, as rows of a results file. A track that was confirmed late gives its number to its first detections, too.</summary>
    public IEnumerable<ImageDetections> Results() => _found.Select(found => new ImageDetections(
        found.Frame.Number + 1, _name, [.. found.Objects.Select(static shown => shown.Detection)])
    {
        Frame = new(found.Frame.Number, found.Frame.Time)
        {
            TrackIds = selection.IsTracked ? [.. found.Objects.Select(static shown => shown.Track?.Id ?? 0)] : [],
            IsPredicted = !found.IsLookedAt,
        },
    });

    private int Detect(FrameOutput? output, bool printsObjects, Action<int> show, CancellationToken cancellation)
    {
        using var decoding = new FrameDecoding(video, model, selection, output is { KeepsAll: true }, cancellation);
        try
        {
            foreach (var group in decoding.Groups())
            {
                var detections = group.Detect?.Invoke();
                for (var k = 0; k < group.Frames.Count; k++)
                {
                    var found = detections is null
                        ? _tracking.Pass(group.Frames[k])
                        : _tracking.Look(group.Frames[k], [.. detections[k].Where(d => d.Score >= score)]);
                    Take(found, output, printsObjects);
                }

                show(_frames);
                cancellation.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            output?.Finish();
        }

        return _frames;
    }

    private void Take(FoundFrame found, FrameOutput? output, bool printsObjects)
    {
        _frames++;
        if (found.IsLookedAt) (_lookedAt, _objects) = (_lookedAt + 1, _objects + found.Objects.Count);

        // Boxes that only stay are no detections. Pixels are not kept.
        if (found.IsLookedAt || selection.IsTracked) _found.Add(found with { Frame = found.Frame with { Picture = null }, Trails = [] });
        if (printsObjects && found.IsLookedAt) Print(found);
        if (output is not null && (found.IsLookedAt || output.KeepsAll)) output.Add(found);
    }

    private void Print(FoundFrame found)
    {
        foreach (var shown in found.Objects)
        {
            var track = shown.TrackId > 0 ? string.Create(CultureInfo.InvariantCulture, $"#{shown.TrackId} ") : "";
            context.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Printable.Line(_name)} frame {found.Frame.Number} ({found.Frame.Time.TotalSeconds:F2} s): {track}{Printable.Line(shown.Detection.ToString())}"));
        }
    }

    // 0 if the video does not say how many there are.
    private int ExpectedFrames()
    {
        if (video.FrameCount == 0) return 0;
        var first = Math.Min(video.FrameCount, Math.Ceiling(selection.Start.TotalSeconds * video.FrameRate));
        var end = selection.End == TimeSpan.MaxValue ? video.FrameCount : Math.Min(video.FrameCount, Math.Ceiling(selection.End.TotalSeconds * video.FrameRate));
        return (int)Math.Max(1, end - first);
    }

    private void RequireWhole()
    {
        if (video.EndedEarly)
            throw new InvalidDataException($"{video.Path}: ends after {video.Position} of {video.FrameCount} frames; it is cut off or damaged: copy it again.");
        if (_frames > 0) return;
        throw new InvalidDataException(selection.Start > TimeSpan.Zero
            ? string.Create(CultureInfo.InvariantCulture, $"{video.Path}: has no frame after {selection.Start.TotalSeconds:0.###} s; lower --start.")
            : $"{video.Path}: holds no frame that can be decoded; copy or convert it again.");
    }

    private string Summary(TimeSpan elapsed)
    {
        var tracks = selection.IsTracked ? $", {Plural.Of(_tracking.TrackCount, "track")}" : "";
        var skipped = _lookedAt < _frames ? $", {_lookedAt} of them looked at" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{Plural.Of(_objects, "object")}{tracks} in {Plural.Of(_frames, "frame")}{skipped}; "
            + $"{elapsed.TotalSeconds:F1} s, {_frames / elapsed.TotalSeconds:F1} frames per second");
    }
}
