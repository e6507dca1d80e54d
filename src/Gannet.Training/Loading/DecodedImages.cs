using System.Collections.Concurrent;
using Gannet.Detection;
using Gannet.Detection.Images;
using Gannet.Imaging.Codecs;
using Gannet.Training.Augmentations;

namespace Gannet.Training.Loading;

/// <summary>Decodes training images, and keeps them in memory as long as there is room, so that further epochs need not decode them again.</summary>
/// <param name="pictures">The images of the training.</param>
/// <param name="room">Bytes to keep at most; the images beyond are decoded each time.</param>
/// <param name="largest">The size that a larger image of a given size is reduced to; null to leave all as they are.</param>
internal sealed class DecodedImages(IReadOnlyList<TrainingImage> pictures, long room, Func<ImageSize, ImageSize>? largest = null)
{
    // Of 16 GB: 1,400 pictures of 800 × 600. Activations and the cores' own heaps need the rest.
    private const int ShareOfMemory = 8;

    private readonly ConcurrentDictionary<(string Path, Box? Window), ReadImage> _kept = [];

    // The usual formats cannot be entered in the middle: who decodes for one part has all of them.
    private readonly ILookup<string, Box> _windows = pictures.Where(static p => p.Window is not null).ToLookup(static p => p.Path, static p => p.Window!.Value);

    private long _bytes;

    /// <summary>Bytes that each of the processes of a machine may keep.</summary>
    /// <param name="processes">Number of processes, which may all be on this machine.</param>
    public static long Room(int processes) => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / ShareOfMemory / processes;

    /// <summary>The size that images are reduced to when they are read.</summary>
    /// <param name="transform">Scales them for the detector.</param>
    /// <param name="factor">How many times larger than the detector's input they may be.</param>
    public static Func<ImageSize, ImageSize> Largest(ImageTransform transform, double factor) => size =>
    {
        var input = transform.Scale(size);
        var (height, width) = ((int)Math.Round(factor * input.Height), (int)Math.Round(factor * input.Width));
        return height < size.Height && width < size.Width ? new(height, width) : size;
    };

    /// <summary>The pixels of an image, which the caller may change.</summary>
    /// <exception cref="InvalidDataException">The file is no image, or smaller than the data set says.</exception>
    public ReadImage Read(TrainingImage picture)
    {
        if (_kept.TryGetValue((picture.Path, picture.Window), out var kept)) return kept.Copy();
        var whole = ImageDecoder.Decode(picture.Path);
        if (picture.Window is not { } window)
        {
            var reduced = Reduce(whole);
            return Keep((picture.Path, null), reduced) ? reduced.Copy() : reduced;
        }

        if (!Holds(whole, window))
            throw new InvalidDataException($"{picture.Path}: has {whole.Width} × {whole.Height} pixels, fewer than the data set says.");
        foreach (var part in _windows[picture.Path])
        {
            if (!Holds(whole, part) || _kept.ContainsKey((picture.Path, part))) continue;
            if (!Keep((picture.Path, part), ReadImage.Of(Cropping.Cut(whole, part)))) break;
        }

        return ReadImage.Of(Cropping.Cut(whole, window));
    }

    private ReadImage Reduce(Image whole)
    {
        var read = ReadImage.Of(whole);
        return largest?.Invoke(read.FileSize) is { } size && size != read.FileSize ? read with { Pixels = Canvas.Sample(whole, size.Width, size.Height) } : read;
    }

    private static bool Holds(Image whole, Box window) => window.X2 <= whole.Width && window.Y2 <= whole.Height;

    private bool Keep((string Path, Box? Window) key, ReadImage image)
    {
        var bytes = image.Pixels.Pixels.Length;
        if (Interlocked.Add(ref _bytes, bytes) <= room && _kept.TryAdd(key, image)) return true;
        Interlocked.Add(ref _bytes, -bytes);
        return false;
    }
}

/// <summary>An image or a part of one, as it was read.</summary>
/// <param name="Pixels">Its pixels.</param>
/// <param name="FileSize">Its size in pixels of the file, which the objects' coordinates refer to.</param>
internal sealed record ReadImage(Image Pixels, ImageSize FileSize)
{
    public static ReadImage Of(Image pixels) => new(pixels, new(pixels.Height, pixels.Width));

    public ReadImage Copy() => this with { Pixels = Pixels.Copy() };

    /// <summary>The objects in these pixels.</summary>
    public GroundTruth Place(GroundTruth truth)
    {
        ImageSize size = new(Pixels.Height, Pixels.Width);
        return size == FileSize ? truth : Cropping.Resize(truth, FileSize, size);
    }
}
