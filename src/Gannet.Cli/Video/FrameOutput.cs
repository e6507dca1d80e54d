using System.Globalization;
using Gannet.Cli.Parsing;
using Gannet.Imaging.Codecs;
using Gannet.Imaging.Video;

namespace Gannet.Cli.Video;

/// <summary>Where drawn frames go: a video, or a folder of pictures. Drawing and encoding run on a thread of their own.</summary>
internal sealed class FrameOutput : IDisposable
{
    // Frames that wait to be drawn.
    private const int MostWaiting = 4;

    private readonly VideoWriter? _video;
    private readonly Follower<FoundFrame> _follower;

    private FrameOutput(VideoWriter? video, Action<FoundFrame> write) => (_video, _follower) = (video, new(MostWaiting, write));

    /// <summary>Whether frames that are not looked at are written, too.</summary>
    public bool KeepsAll => _video is not null;

    /// <summary>Prepares the output.</summary>
    /// <param name="target">A video file, or a folder.</param>
    /// <param name="source">The video that frames come from.</param>
    /// <param name="drawing">Draws them.</param>
    /// <exception cref="UsageException">The target is the video itself.</exception>
    public static FrameOutput To(string target, VideoReader source, FrameDrawing drawing)
    {
        if (!VideoWriter.IsFor(target)) return ToFolder(target, source, drawing);
        if (Path.GetFullPath(target) == Path.GetFullPath(source.Path)) throw new UsageException($"--out {target} is the video itself; name another file.");
        var video = new VideoWriter(target, source.Width, source.Height, source.FrameRate);
        return new(video, frame => video.Write(drawing.Draw(frame)));
    }

    /// <summary>Adds a frame, which is drawn into its own pixels.</summary>
    public void Add(FoundFrame frame) => _follower.Add(frame);

    /// <summary>Waits until all is written, and finishes the video.</summary>
    public void Finish()
    {
        _follower.Finish();
        _video?.Finish();
    }

    public void Dispose()
    {
        _follower.Dispose();
        _video?.Dispose();
    }

    private static FrameOutput ToFolder(string folder, VideoReader source, FrameDrawing drawing)
    {
        ImageEncoder.Require();
        Directory.CreateDirectory(folder);
        var stem = Path.GetFileNameWithoutExtension(source.Path);
        return new(null, frame =>
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{stem}-{frame.Frame.Number:D6}.jpg");
            ImageEncoder.Write(drawing.Draw(frame), Path.Combine(folder, name));
        });
    }
}
