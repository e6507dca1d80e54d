using Gannet.Datasets.Checking;
using Gannet.Detection;
using Gannet.Imaging.Codecs;
using Gannet.Training.Augmentations;

namespace Gannet.Training.Loading;

/// <summary>Reads the images of one batch and remembers those that cannot be read.</summary>
/// <param name="pictures">The images of the training.</param>
/// <param name="isStrict">Whether an unreadable image is an error; otherwise the next one takes its place.</param>
internal sealed class ImagePool(IReadOnlyList<TrainingImage> pictures, bool isStrict) : IImagePool
{
    private readonly List<DataProblem> _skipped = [];

    /// <inheritdoc/>
    public int Count => pictures.Count;

    /// <summary>Images that could not be read.</summary>
    public IReadOnlyList<DataProblem> Skipped => _skipped;

    /// <inheritdoc/>
    public (Image Image, GroundTruth GroundTruth) Read(int index, GroundTruth partner)
    {
        ArgumentNullException.ThrowIfNull(partner);
        var (chosen, decoded) = Decode(Count, k => pictures[(index + k) % Count], picture => HasClassesOf(picture.GroundTruth, partner));
        return (decoded, chosen.GroundTruth);
    }

    /// <summary>The image at a place of an epoch's order; beyond its end, the order begins again.</summary>
    public (TrainingImage Image, Image Decoded) Decode(int[] order, int place) =>
        Decode(order.Length, k => pictures[order[(place + k) % order.Length]], static _ => true);

    private (TrainingImage Image, Image Decoded) Decode(int count, Func<int, TrainingImage> next, Predicate<TrainingImage> isWanted)
    {
        for (var tried = 0; tried < count; tried++)
        {
            var picture = next(tried);
            if (!isWanted(picture)) continue;
            try
            {
                return (picture, Decode(picture));
            }
            catch (Exception error) when (!isStrict && UnreadablePicture.Is(error))
            {
                _skipped.Add(UnreadablePicture.Problem(picture.Path, error, "another picture takes its place"));
            }
        }

        var example = _skipped is [var first, ..] ? $", for example {first.File}: {first.What}" : "";
        throw new InvalidDataException($"none of the {count} pictures can be read any more{example}");
    }

    // A part of an image costs as much to read as the whole: the usual formats cannot be entered in the middle.
    private static Image Decode(TrainingImage picture)
    {
        var whole = ImageDecoder.Decode(picture.Path);
        if (picture.Window is not { } window) return whole;
        return window.X2 <= whole.Width && window.Y2 <= whole.Height ? Cropping.Cut(whole, window) : throw new InvalidDataException(
            $"{picture.Path}: has {whole.Width} × {whole.Height} pixels, fewer than the data set says.");
    }

    private static bool HasClassesOf(GroundTruth truth, GroundTruth partner) =>
        truth.ActiveClasses == partner.ActiveClasses
        || truth.ActiveClasses is { } these && partner.ActiveClasses is { } those && these.AsSpan().SequenceEqual(those);
}
