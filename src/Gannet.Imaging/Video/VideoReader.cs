using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Gannet.Imaging.Codecs;

namespace Gannet.Imaging.Video;

/// <summary>Reads the frames of a video file as 8-bit RGB, one after the other.</summary>
/// <remarks>
/// MP4, MOV, AVI, Matroska, WebM, MPEG, FLV, WMV and Ogg, through OpenCV's videoio and FFmpeg. Frames of a turned camera are turned upright
/// as the file says. Sound is not read. Use it from one thread at a time; decoding uses all cores.
/// </remarks>
public sealed class VideoReader : IEnumerable<Image>, IDisposable
{
    // A rate that cannot be is replaced by that of most films.
    private const double UsualRate = 25, MostRate = 1000;

    // To go further than this many frames ahead, the file's index is used.
    private const int FarFrames = 250;

    // An announced count may be an estimate from the length in seconds; so many fewer frames do not mean that the end is missing.
    private const double ToleratedShare = 0.01;
    private const int ToleratedFrames = 2;

    private static readonly TimeSpan s_roundingError = TimeSpan.FromMilliseconds(0.5);

    private nint _handle;
    private bool _isAhead, _isAtEnd;

    /// <summary>Opens a video.</summary>
    /// <param name="path">The file; its content decides the format, not its name.</param>
    /// <param name="maxPixels">A video with larger frames is refused before one is read.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is empty, not a video, damaged, has too large frames, or is not a regular file.</exception>
    /// <exception cref="DllNotFoundException">OpenCV's videoio, or Gannet's binding to it, is missing.</exception>
    public VideoReader(string path, long maxPixels = ImageDecoder.DefaultMaxPixels)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = path;
        RequireContainer(path);
        Require();
        var (width, height, rate, frames) = Open();
        try
        {
            if (width < 1 || height < 1) throw Damaged($"its header states a size of {width}×{height} pixels");
            if ((long)width * height > Math.Min(maxPixels, Array.MaxLength / 3))
                throw new InvalidDataException($"{path}: the frames are {width}×{height}, more than the limit of {maxPixels} pixels; make the video smaller.");
        }
        catch
        {
            Dispose();
            throw;
        }

        (Width, Height) = (width, height);
        FrameRate = rate is > 0 and <= MostRate ? rate : UsualRate;
        FrameCount = frames is >= 1 and <= int.MaxValue ? (int)frames : 0;
    }

    /// <summary>What is missing and what to install if videos cannot be read and written; null if they can.</summary>
    public static string? Missing => VideoBuilds.Reason;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Width of every frame, in pixels.</summary>
    public int Width { get; }

    /// <summary>Height of every frame, in pixels.</summary>
    public int Height { get; }

    /// <summary>Frames per second, on average; 25 if the file states none.</summary>
    public double FrameRate { get; }

    /// <summary>Number of frames that the file announces, which may be an estimate; 0 if it announces none.</summary>
    public int FrameCount { get; }

    /// <summary>Number of the next frame, counted from 0.</summary>
    public int Position { get; private set; }

    /// <summary>Time of the last frame from the start of the video: the file's own, or a frame's length after the one before.</summary>
    public TimeSpan Time { get; private set; } = TimeSpan.MinValue;

    /// <summary>Whether the end was reached long before <see cref="FrameCount"/>, as in a file that is cut off or damaged.</summary>
    public bool EndedEarly => _isAtEnd && Position < FrameCount - ToleratedFrames - FrameCount * ToleratedShare;

    /// <summary>Ends with a message that says what to install if videos cannot be read and written, before any work has begun.</summary>
    /// <exception cref="DllNotFoundException">OpenCV's videoio, or Gannet's binding to it, is missing.</exception>
    public static void Require()
    {
        if (Missing is { } reason) throw new DllNotFoundException(reason);
    }

    /// <summary>Reads the next frame.</summary>
    /// <param name="frame">The frame, which belongs to the caller; null at the end.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="InvalidDataException">The frame cannot be decoded, or has another size than the first.</exception>
    public bool TryRead([NotNullWhen(true)] out Image? frame)
    {
        frame = null;
        if (!Decode()) return false;
        frame = new Image(Width, Height);
        if (VideoLibrary.Pixels(_handle, frame) is { } failure) throw Damaged($"{failure}, at frame {Position}");
        Pass();
        return true;
    }

    /// <summary>Passes over the next frame, in about half the time that it takes to read it.</summary>
    /// <returns>False at the end.</returns>
    public bool TrySkip()
    {
        if (!Decode()) return false;
        Pass();
        return true;
    }

    /// <summary>Moves ahead to the first frame that is not before a time.</summary>
    /// <param name="time">Time from the start of the video.</param>
    /// <returns>False if the video ends before.</returns>
    /// <remarks>Uses the file's index if that leads to the right frame, else passes over all frames before.</remarks>
    public bool SkipTo(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        var target = Math.Floor(time.TotalSeconds * FrameRate);
        if (target - Position > FarFrames && (FrameCount == 0 || target < FrameCount) && target < int.MaxValue) Jump((int)target - 1);
        while (Decode())
        {
            if (Time >= time - s_roundingError) return true;
            Pass();
        }

        return false;
    }

    /// <summary>The frames from the present one to the last.</summary>
    /// <exception cref="InvalidDataException">A frame cannot be decoded, or has another size than the first.</exception>
    public IEnumerator<Image> GetEnumerator()
    {
        while (TryRead(out var frame)) yield return frame;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file.</summary>
    ~VideoReader() => Close();

    // FFmpeg may take another name for an address; a full path is a path.
    private (int Width, int Height, double Rate, double Frames) Open()
    {
        var failure = VideoLibrary.Open(System.IO.Path.GetFullPath(Path), out _handle, out var width, out var height, out var rate, out var frames);
        return failure is null ? (width, height, rate, frames) : throw Damaged(failure);
    }

    // Decodes the next frame unless that has been done.
    private bool Decode()
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        if (_isAhead || _isAtEnd) return _isAhead;
        if (!VideoLibrary.Next(_handle, out var milliseconds))
        {
            _isAtEnd = true;
            return false;
        }

        // The last frames of some files state no time, and a damaged file any.
        var isLater = double.IsFinite(milliseconds) && milliseconds >= 0 && milliseconds / 1000 <= int.MaxValue && TimeSpan.FromMilliseconds(milliseconds) > Time;
        Time = isLater ? TimeSpan.FromMilliseconds(milliseconds) : Time < TimeSpan.Zero ? TimeSpan.Zero : Time + TimeSpan.FromSeconds(1 / FrameRate);
        return _isAhead = true;
    }

    private void Pass() => (_isAhead, Position) = (false, Position + 1);

    // An index may be wrong. Then the frame it leads to has another time than its number says, and everything is done the long way.
    private void Jump(int target)
    {
        var before = Position;
        if (VideoLibrary.TrySeek(_handle, target))
        {
            (_isAhead, Time) = (false, TimeSpan.MinValue);
            if (Decode() && Math.Abs(Time.TotalSeconds * FrameRate - target) < 0.5)
            {
                Position = target;
                return;
            }
        }

        Close();
        (_isAhead, _isAtEnd, Time, Position) = (false, false, TimeSpan.MinValue, 0);
        Open();
        while (Position < before && TrySkip()) { }
    }

    private static void RequireContainer(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
        using var file = RegularFile.OpenRead(path);
        Span<byte> header = stackalloc byte[VideoContainer.HeaderLength];
        var length = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (length == 0) throw new InvalidDataException($"{path}: the file is empty.");
        if (!VideoContainer.IsKnown(header[..length]))
            throw new InvalidDataException($"{path}: not a video that Gannet reads (MP4, MOV, AVI, Matroska, WebM, MPEG, FLV, WMV or Ogg).");
    }

    private InvalidDataException Damaged(string reason) =>
        new($"{Path}: the video is damaged, cut off, or of an unknown codec ({reason}); copy or convert it again.");

    private void Close()
    {
        if (_handle != 0) VideoLibrary.Close(_handle);
        _handle = 0;
    }
}
