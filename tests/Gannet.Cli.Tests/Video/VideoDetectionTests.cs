using Gannet.Cli.Commands;
using Gannet.Cli.Options;
using Gannet.Cli.Video;
using Gannet.Evaluation.Results;
using Gannet.Imaging.Video;

namespace Gannet.Cli.Tests.Video;

public sealed class VideoDetectionTests
{
    private static readonly VideoSelection s_all = new(IsTracked: false, Every: 1, TimeSpan.Zero, TimeSpan.MaxValue);

    // A car that drives four pixels a frame.
    private static DetectedObject Car(int frame, float score = .9f) => new(Box.FromSize(4 * frame, 20, 30, 20), 0, score) { Class = "car" };

    [VideoFact]
    public void Every_frame_is_looked_at_and_written_in_order()
    {
        using var folder = new TemporaryFolder();
        MadeVideo.Write(folder.File("a.mp4"), 10);
        var run = Run(folder, s_all, static frame => frame == 7 ? [] : [Car(frame), Car(frame, .3f)]);
        Assert.Equal("9 objects in 10 frames", run.Error.Split(';')[0]);
        Assert.Equal(Enumerable.Range(0, 10), run.Results.Select(static r => r.Frame!.Number));
        Assert.Equal(Enumerable.Range(0, 10).Select(static k => k / MadeVideo.Rate), run.Results.Select(static r => Math.Round(r.Frame!.Time.TotalSeconds, 6)));
        Assert.All(run.Results, static r => Assert.Equal((r.Frame!.Number == 7 ? 0 : 1, 0, false), (r.Detections.Count, r.Frame.TrackIds.Count, r.Frame.IsPredicted)));
        Assert.Equal((128, 96, MadeVideo.Rate, 10), MadeVideo.Measure(folder.File("out.mp4")));
    }

    [VideoFact]
    public void A_late_number_is_that_of_the_first_detections_too()
    {
        using var folder = new TemporaryFolder();
        MadeVideo.Write(folder.File("a.mp4"), 12);
        var flash = new DetectedObject(Box.FromSize(80, 60, 10, 10), 1, .8f);
        var run = Run(folder, s_all with { IsTracked = true }, frame => frame == 5 ? [flash, Car(frame)] : [Car(frame)]);
        Assert.Equal("13 objects, 1 track in 12 frames", run.Error.Split(';')[0]);
        Assert.All(run.Results, static r => Assert.Equal(r.Frame!.Number == 5 ? [0, 1] : [1], r.Frame.TrackIds));
    }

    [VideoFact]
    public void Between_the_frames_that_are_looked_at_tracks_are_predicted()
    {
        using var folder = new TemporaryFolder();
        MadeVideo.Write(folder.File("a.mp4"), 21);
        var run = Run(folder, s_all with { IsTracked = true, Every = 2 }, static look => [Car(2 * look)]);
        Assert.Equal("11 objects, 1 track in 21 frames, 11 of them looked at", run.Error.Split(';')[0]);
        Assert.Equal(21, run.Results.Count);
        foreach (var result in run.Results.Where(static r => r.Frame!.Number > 10 && r.Frame.IsPredicted))
        {
            Assert.Equal(1, result.Frame!.Number % 2);
            Assert.Equal([1], result.Frame.TrackIds);
            Assert.Equal(4 * result.Frame.Number, Assert.Single(result.Detections).Box.X1, 1.0);
        }

        Assert.Equal((128, 96, MadeVideo.Rate, 21), MadeVideo.Measure(folder.File("out.mp4")));
    }

    [VideoFact]
    public void Without_tracks_boxes_stay_in_the_video_but_are_no_results()
    {
        using var folder = new TemporaryFolder();
        MadeVideo.Write(folder.File("a.mp4"), 10);
        var run = Run(folder, s_all with { Every = 4 }, static look => [new(Box.FromSize(10 + 40 * look, 20, 20, 50), 0, .9f)]);
        Assert.Equal([0, 4, 8], run.Results.Select(static r => r.Frame!.Number));
        using var written = new VideoReader(folder.File("out.mp4"));
        var frames = written.ToList();
        Assert.Equal(10, frames.Count);

        Assert.Equal([4, 5, 6, 7], Enumerable.Range(0, 10).Where(k => IsDrawnAt(frames[k], x: 50)));
        Assert.Equal([8, 9], Enumerable.Range(0, 10).Where(k => IsDrawnAt(frames[k], x: 90)));
    }

    [VideoFact]
    public void Start_and_duration_choose_frames()
    {
        using var folder = new TemporaryFolder();
        MadeVideo.Write(folder.File("a.mp4"), 20);
        var run = Run(folder, s_all with { Start = TimeSpan.FromSeconds(0.4), End = TimeSpan.FromSeconds(0.8) }, static _ => []);
        Assert.Equal([5, 6, 7, 8, 9], run.Results.Select(static r => r.Frame!.Number));
        Assert.Equal(5, MadeVideo.Measure(folder.File("out.mp4")).Frames);
        Assert.Contains("has no frame after 5 s", Assert.Throws<InvalidDataException>(() => Run(folder, s_all with { Start = TimeSpan.FromSeconds(5) }, static _ => [])).Message, StringComparison.Ordinal);
    }

    [VideoFact]
    public void Frames_that_are_faster_together_go_together()
    {
        using var folder = new TemporaryFolder();
        MadeVideo.Write(folder.File("a.mp4"), 10);
        using var detector = new ScriptedDetector(static frame => [Car(frame)], together: 4);
        var run = Run(folder, s_all, detector);
        Assert.Equal([4, 4, 2], detector.GroupSizes);
        Assert.All(run.Results, static r => Assert.Equal(4 * r.Frame!.Number, r.Detections[0].Box.X1));
    }

    [VideoFact]
    public void Interrupted_the_video_is_finished_with_what_was_found()
    {
        using var folder = new TemporaryFolder();
        MadeVideo.Write(folder.File("a.mp4"), 60);
        using var stop = new CancellationTokenSource();
        using var detector = new ScriptedDetector(frame =>
        {
            if (frame == 9) stop.Cancel();
            return [Car(frame)];
        });
        using var video = new VideoReader(folder.File("a.mp4"));
        using var error = new StringWriter();
        using var output = Output(folder, video, detector);
        var detection = new VideoDetection(new CommandContext(TextWriter.Null, error), video, detector, s_all, 0.5f);
        Assert.Throws<OperationCanceledException>(() => detection.Run(output, printsObjects: false, stop.Token));
        Assert.Equal(10, detection.Results().Count());
        Assert.Equal(10, MadeVideo.Measure(folder.File("out.mp4")).Frames);
        Assert.StartsWith("10 objects in 10 frames;", error.ToString(), StringComparison.Ordinal);
    }

    [VideoFact]
    public void A_failure_while_writing_ends_the_run_with_its_own_words()
    {
        using var folder = new TemporaryFolder();
        MadeVideo.Write(folder.File("a.mp4"), 30);
        using var detector = new ScriptedDetector(static _ => [new(new(0, 0, 9, 9), 0, 1) { Mask = Gannet.Masks.RunLengthMask.FromPolygons([[0, 0, 5, 0, 5, 5]], 5, 5).ToRunLengths() }]);
        Assert.Contains("mask", Assert.Throws<ArgumentException>(() => Run(folder, s_all, detector)).Message, StringComparison.Ordinal);
    }

    private static (string Error, List<ImageDetections> Results) Run(TemporaryFolder folder, VideoSelection selection, Func<int, IReadOnlyList<DetectedObject>> find)
    {
        using var detector = new ScriptedDetector(find);
        return Run(folder, selection, detector);
    }

    private static (string Error, List<ImageDetections> Results) Run(TemporaryFolder folder, VideoSelection selection, ScriptedDetector detector)
    {
        using var video = new VideoReader(folder.File("a.mp4"));
        using var error = new StringWriter();
        var detection = new VideoDetection(new CommandContext(TextWriter.Null, error), video, detector, selection, 0.5f);
        using var output = Output(folder, video, detector);
        detection.Run(output, printsObjects: false, CancellationToken.None);
        return (error.ToString(), [.. detection.Results()]);
    }

    private static FrameOutput Output(TemporaryFolder folder, VideoReader video, ScriptedDetector detector) =>
        FrameOutput.To(folder.File("out.mp4"), video, new FrameDrawing(detector.Classes, static (box, _) => box));

    // The left edge of a car's box is orange, which codecs smear over two columns; the ground is grey. Row 45 has no label.
    private static bool IsDrawnAt(Image frame, int x) =>
        Enumerable.Range(x - 1, 3).Max(column => frame.Row(45)[column * 3] - frame.Row(45)[column * 3 + 2]) > 40;
}
