using Gannet.Imaging.Codecs;
using Gannet.Imaging.Tiles;

namespace Gannet.Detection.Merging;

/// <summary>Detects in overlapping tiles of a large picture, in which small objects keep their pixels, and merges what is found.</summary>
/// <remarks>
/// After SAHI (Akyon et al., 2022). The picture itself is looked at once more, for objects that no tile shows whole. A picture no larger
/// than a tile is only looked at once.
/// </remarks>
public sealed class TiledDetection
{
    // On a CPU, tiles together take hardly less time than one by one; a GPU is kept busier.
    private const int TogetherOnProcessor = 1, TogetherOnCuda = 4;

    private readonly Detector _detector;
    private readonly TiledDetectionOptions _options;
    private readonly AugmentedDetection? _views;

    /// <summary>Prepares detection.</summary>
    /// <param name="detector">The detector; it is not disposed with this.</param>
    /// <param name="options">The tiles; null for the defaults.</param>
    /// <param name="views">Views in which each tile, and the whole picture, are looked at; null for a single look.</param>
    /// <exception cref="InvalidOptionException">An option is out of range, or the model has masks.</exception>
    public TiledDetection(Detector detector, TiledDetectionOptions? options = null, AugmentedDetectionOptions? views = null)
    {
        ArgumentNullException.ThrowIfNull(detector);
        _options = options ?? new();
        _options.Validate();
        if (detector.Options.Masks is not null)
            throw InvalidOptionException.Contradiction("masks", "the model has masks, which cannot be merged; detect without tiles.");
        (_detector, _views) = (detector, views is null ? null : new AugmentedDetection(detector, views));
    }

    /// <summary>Detection in the tiles that a model's own options ask for (<c>detections.tiles</c>), without the whole picture, as it was trained.</summary>
    /// <param name="detector">The detector.</param>
    /// <param name="views">Views in which each tile is looked at; null for a single look.</param>
    /// <returns>Null if they ask for none.</returns>
    /// <exception cref="InvalidOptionException">The side is out of range, or the model has masks.</exception>
    public static TiledDetection? Of(Detector detector, AugmentedDetectionOptions? views = null)
    {
        ArgumentNullException.ThrowIfNull(detector);
        return detector.Options.Detections.Tiles is > 0 and var side ? new(detector, new() { Side = side, WholePicture = false }, views) : null;
    }

    /// <summary>The objects in the image at <paramref name="path"/>, best first.</summary>
    /// <param name="path">A JPEG, PNG, BMP, WebP or TIFF file.</param>
    /// <param name="score">Minimum probability; .5 by default.</param>
    /// <param name="cancellation">Stops between two tiles.</param>
    public IReadOnlyList<DetectedObject> Detect(string path, float score = 0.5f, CancellationToken cancellation = default) =>
        Detect(ImageDecoder.Decode(path), score, cancellation);

    /// <summary>The objects in <paramref name="picture"/>, best first, in pixels of the picture.</summary>
    /// <param name="picture">A picture of any size.</param>
    /// <param name="score">Minimum probability; .5 by default.</param>
    /// <param name="cancellation">Stops between two tiles.</param>
    /// <returns>Any number of objects: <c>detections.per_image</c> limits each tile, not the picture.</returns>
    /// <exception cref="InvalidOperationException">Another thread is using the detector.</exception>
    /// <remarks>Device sync.</remarks>
    public IReadOnlyList<DetectedObject> Detect(Image picture, float score = 0.5f, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var whole = new TileWindow(0, 0, picture.Width, picture.Height);
        var windows = TileGrid.Cover(picture.Width, picture.Height, _options.Side, _options.Overlap);
        if (windows.Count == 1) return [.. Look([picture])[0].Where(d => d.Score >= score)];
        var seen = new List<SeenObject>();
        foreach (var some in windows.Chunk(_detector.Device.IsCuda ? TogetherOnCuda : TogetherOnProcessor))
        {
            cancellation.ThrowIfCancellationRequested();
            var found = Look([.. some.Select(window => window.CutFrom(picture))]);
            for (var n = 0; n < some.Length; n++) seen.AddRange(found[n].Select(d => SeenObject.In(some[n], whole, d)));
        }

        cancellation.ThrowIfCancellationRequested();
        if (_options.WholePicture) seen.AddRange(Look([picture])[0].Select(d => SeenObject.In(whole, whole, d)));
        return [.. new TileMerging(_options.Threshold, _options.MergeBy).Merge(seen).Where(d => d.Score >= score)];
    }

    private IReadOnlyList<DetectedObject>[] Look(Image[] pictures) =>
        _views is null ? _detector.Detect(pictures) : Array.ConvertAll(pictures, picture => _views.Detect(picture, score: 0));
}
