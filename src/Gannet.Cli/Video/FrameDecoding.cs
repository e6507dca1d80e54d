using System.Collections.Concurrent;
using Gannet.Cli.Input;
using Gannet.Cli.Options;
using Gannet.Detection.Pictures;
using Gannet.Imaging.Video;

namespace Gannet.Cli.Video;

/// <summary>Decodes and prepares the frames of a video on a thread of its own, a few ahead of their use.</summary>
internal sealed class FrameDecoding : IDisposable
{
    // Of decoded frames that wait. A prepared frame takes about as much again.
    private const long MostWaitingBytes = 128 << 20;
    private const int MostWaitingGroups = 4;

    private readonly CancellationTokenSource _stop;
    private readonly BlockingCollection<FrameGroup> _ready;
    private readonly Task _decoding;

    /// <summary>Starts.</summary>
    /// <param name="video">The video, which only this uses until it is disposed.</param>
    /// <param name="model">Prepares the frames.</param>
    /// <param name="selection">Which frames.</param>
    /// <param name="keepAll">Whether the pixels of frames that are not looked at are needed.</param>
    /// <param name="cancellation">Stops decoding.</param>
    public FrameDecoding(VideoReader video, IPictureModel model, VideoSelection selection, bool keepAll, CancellationToken cancellation)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var together = selection.Every == 1 ? model.BestTogether : 1;
        var bytes = 3L * video.Width * video.Height * together;
        _ready = new((int)Math.Clamp(MostWaitingBytes / bytes, 1, MostWaitingGroups));
        _decoding = Task.Factory.StartNew(
            () => Decode(video, model, selection, keepAll, together, _stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The groups in order.</summary>
    /// <exception cref="InvalidDataException">The video is damaged; thrown after the frames before.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public IEnumerable<FrameGroup> Groups()
    {
        foreach (var group in _ready.GetConsumingEnumerable(_stop.Token)) yield return group;
        _decoding.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _stop.Cancel();
        ((IAsyncResult)_decoding).AsyncWaitHandle.WaitOne();
        _ready.Dispose();
        _stop.Dispose();
    }

    private void Decode(VideoReader video, IPictureModel model, VideoSelection selection, bool keepAll, int together, CancellationToken cancellation)
    {
        try
        {
            if (selection.Start > TimeSpan.Zero && !video.SkipTo(selection.Start)) return;
            var group = new List<DecodedFrame>();
            for (var count = 0; Next(video, selection, keepAll || count % selection.Every == 0) is { } frame; count++)
            {
                cancellation.ThrowIfCancellationRequested();
                group.Add(frame);
                var isLookedAt = count % selection.Every == 0;
                if (isLookedAt && group.Count < together) continue;
                Add(group, isLookedAt);
                group = [];
            }

            if (group.Count > 0) Add(group, true);
        }
        catch (OperationCanceledException)
        {
            // Whoever cancelled knows.
        }
        finally
        {
            _ready.CompleteAdding();
        }

        void Add(List<DecodedFrame> group, bool isLookedAt) => _ready.Add(new(group, isLookedAt ? Prepare(model, group, cancellation) : null), cancellation);
    }

    private static Func<IReadOnlyList<IReadOnlyList<DetectedObject>>> Prepare(IPictureModel model, List<DecodedFrame> group, CancellationToken cancellation)
    {
        PreparedPicture[] prepared = [.. group.Select(frame => model.Prepare(frame.Picture!))];
        return () => model.Detect(prepared, cancellation);
    }

    private static DecodedFrame? Next(VideoReader video, VideoSelection selection, bool isNeeded)
    {
        Image? picture = null;
        var number = video.Position;
        if (!(isNeeded ? video.TryRead(out picture) : video.TrySkip()) || video.Time >= selection.End) return null;
        return new(number, video.Time, picture);
    }
}
