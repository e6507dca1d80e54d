using System.Globalization;

namespace Gannet.Imaging.Video;

/// <summary>Writes frames to a video file: H.264 in <c>.mp4</c> and <c>.mkv</c>, Motion JPEG in <c>.avi</c>; without sound.</summary>
/// <remarks>
/// The file gets its name when it is finished; until then it is a hidden one beside it. H.264 needs an FFmpeg that has an encoder for it, as
/// Debian's does; without, it is MPEG-4, which browsers do not play. Use it from one thread at a time; encoding uses all cores.
/// </remarks>
public sealed class VideoWriter : IDisposable
{
    // FFmpeg counts time in fractions of a second whose denominator has 16 bits.
    private const double LeastRate = 0.01, MostRate = 1000;

    // Matroska's count of frames is computed from its length in seconds.
    private const double ToleratedShare = 0.1;
    private const int ToleratedFrames = 2;

    private readonly string _temporary, _target;
    private nint _handle;

    /// <summary>Begins a video.</summary>
    /// <param name="path">A path that ends in .mp4, .mkv or .avi; a missing folder is created, an existing file replaced at the end.</param>
    /// <param name="width">Width of every frame, in pixels.</param>
    /// <param name="height">Height of every frame, in pixels.</param>
    /// <param name="frameRate">Frames per second, from .01 to 1000.</param>
    /// <exception cref="ArgumentException">The extension is none of these, a side is smaller than 2 pixels, or the rate is out of range.</exception>
    /// <exception cref="IOException">The file cannot be created, or frames of this size cannot be encoded.</exception>
    /// <exception cref="DllNotFoundException">OpenCV's videoio, or Gannet's binding to it, is missing.</exception>
    public VideoWriter(string path, int width, int height, double frameRate)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 2);
        if (!(frameRate is >= LeastRate and <= MostRate))
            throw new ArgumentOutOfRangeException(nameof(frameRate), frameRate, $"A frame rate must be from {LeastRate} to {MostRate}.");
        var codecs = CodecsOf(path);
        VideoReader.Require();
        (Path, Width, Height, FrameRate) = (path, width, height, frameRate);
        _target = System.IO.Path.GetFullPath(File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path);
        if (Directory.Exists(_target)) throw new IOException($"{path}: is a folder; name a file in it.");
        if (FileKind.IsSpecial(_target)) throw new IOException($"{path}: is a pipe or a device, where no video can be written; name a file.");
        var folder = System.IO.Path.GetDirectoryName(_target)!;
        Directory.CreateDirectory(folder);

        // The extension tells FFmpeg the container.
        _temporary = System.IO.Path.Combine(folder, $".{System.IO.Path.GetFileNameWithoutExtension(_target)}.{Guid.NewGuid():N}{System.IO.Path.GetExtension(path)}");
        Create(codecs);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Width of a frame, in pixels. The last column of an odd width is not written, since codecs work on pairs.</summary>
    public int Width { get; }

    /// <summary>Height of a frame, in pixels. The last row of an odd height is not written, since codecs work on pairs.</summary>
    public int Height { get; }

    /// <summary>Frames per second.</summary>
    public double FrameRate { get; }

    /// <summary>Number of frames written so far.</summary>
    public int FrameCount { get; private set; }

    /// <summary>Whether a file name has an extension that this class writes: .mp4, .mkv or .avi.</summary>
    /// <param name="path">A file name or path.</param>
    public static bool IsFor(string path) => System.IO.Path.GetExtension(path).ToUpperInvariant() is ".MP4" or ".MKV" or ".AVI";

    /// <summary>Appends a frame.</summary>
    /// <param name="frame">A picture of <see cref="Width"/> by <see cref="Height"/> pixels.</param>
    /// <exception cref="ArgumentException">It has another size.</exception>
    public void Write(Image frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        if ((frame.Width, frame.Height) != (Width, Height))
            throw new ArgumentException($"A frame of {frame.Width}×{frame.Height} pixels does not fit a video of {Width}×{Height}.", nameof(frame));
        VideoLibrary.Write(_handle, frame);
        FrameCount++;
    }

    /// <summary>Finishes the file, so that it plays, and gives it its name. Without any frame there is no file.</summary>
    /// <exception cref="IOException">The file is not whole, perhaps because the disk is full.</exception>
    public void Finish()
    {
        if (_handle == 0) return;
        var handle = _handle;
        _handle = 0;
        try
        {
            VideoLibrary.Finish(handle);
            if (FrameCount == 0) return;
            if (!IsWhole()) throw new IOException($"{Path}: could not be written whole; is the disk full?");
            File.Move(_temporary, _target, overwrite: true);
        }
        finally
        {
            File.Delete(_temporary);
        }
    }

    /// <summary>Calls <see cref="Finish"/>, so what was written before an error or an interruption plays.</summary>
    public void Dispose() => Finish();

    private void Create(string[] codecs)
    {
        string? failure = null;
        foreach (var codec in codecs)
        {
            if ((failure = VideoLibrary.Create(_temporary, codec, FrameRate, Width, Height, out _handle)) is null) return;
        }

        File.Delete(_temporary);
        throw new IOException(string.Create(CultureInfo.InvariantCulture,
            $"{Path}: cannot write a video of {Width}×{Height} pixels at {FrameRate:0.###} frames per second ({failure})."));
    }

    // FFmpeg's errors while writing do not come through OpenCV, so the file is looked at.
    private bool IsWhole()
    {
        if (VideoLibrary.Open(_temporary, out var reader, out _, out _, out _, out var frames) is not null) return false;
        VideoLibrary.Close(reader);
        return frames >= FrameCount * (1 - ToleratedShare) - ToleratedFrames;
    }

    private static string[] CodecsOf(string path) => System.IO.Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".MP4" or ".MKV" => ["avc1", "mp4v"],
        ".AVI" => ["MJPG"],
        _ => throw new ArgumentException($"{path}: the extension is none of .mp4, .mkv, .avi.", nameof(path)),
    };
}
