using Gannet.Datasets.Checking;
using Gannet.Detection;
using Gannet.Training.Augmentations;

namespace Gannet.Training.Loading;

/// <summary>Reads the images of one batch and remembers those that cannot be read.</summary>
/// <param name="pictures">The images of the training.</param>
/// <param name="decoded">Reads their pixels.</param>
/// <param name="isStrict">Whether an unreadable image is an error; otherwise the next one takes its place.</param>
internal sealed class ImagePool(IReadOnlyList<TrainingImage> pictures, DecodedImages decoded, bool isStrict) : IImagePool
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
        var (chosen, pixels) = Decode(Count, k => pictures[(index + k) % Count], picture => HasClassesOf(picture.GroundTruth, partner));
        return (pixels, chosen.GroundTruth);
    }

    /// <summary>The image at a place of an epoch's order, with its objects in its pixels; beyond the end, the order begins again.</summary>
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
                var read = decoded.Read(picture);
                return (picture with { GroundTruth = read.Place(picture.GroundTruth) }, read.Pixels);
            }
            catch (Exception error) when (!isStrict && UnreadablePicture.Is(error))
            {
                _skipped.Add(UnreadablePicture.Problem(picture.Path, error, "another picture takes its place"));
            }
        }

        var example = _skipped is [var first, ..] ? $", for example {first.File}: {first.What}" : "";
        throw new InvalidDataException($"none of the {count} pictures can be read any more{example}");
    }

    private static bool HasClassesOf(GroundTruth truth, GroundTruth partner) =>
        truth.ActiveClasses == partner.ActiveClasses
        || truth.ActiveClasses is { } these && partner.ActiveClasses is { } those && these.AsSpan().SequenceEqual(those);
}
