using Gannet.Detection;
using Gannet.Kernels.Overlaps;

namespace Gannet.Training.Augmentations;

/// <summary>Crops an image to a random window that shows part of an object: the sampling of SSD (Liu et al. 2016).</summary>
/// <remarks>
/// Other than <see cref="RandomZoom"/> it changes the aspect ratio and cuts objects. A seventh of the images stay whole, as do those for
/// which no window is found.
/// </remarks>
public static class RandomCrop
{
    // torchvision's numbers.
    private const int Trials = 40;
    private const double MostStretch = 2;

    private static readonly double[] s_overlaps = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1];

    /// <summary>Draws how much a window must overlap an object, then windows until one does.</summary>
    /// <param name="picture">Not changed.</param>
    /// <param name="truth">Its objects, in its pixels.</param>
    /// <param name="least">Smallest share of height and of width that a window keeps.</param>
    /// <param name="visibility">An object is dropped if less than this share of its box remains; a window keeps at least one object.</param>
    /// <param name="random">The source of randomness.</param>
    /// <returns>The window's pixels and its objects; boxes are clipped to the window.</returns>
    public static (Image Image, GroundTruth GroundTruth) Apply(Image picture, GroundTruth truth, double least, double visibility, Random random)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(random);
        var overlap = s_overlaps[random.Next(s_overlaps.Length)];
        Box whole = new(0, 0, picture.Width, picture.Height);
        for (var trial = 0; overlap < 1 && trial < Trials; trial++)
        {
            if (Draw(picture, least, random) is not { } window || !IsNear(truth.Boxes, window, overlap)) continue;
            var kept = Cropping.Cut(truth, whole, window, visibility);
            if (kept.Boxes.Length > 0 || truth.Boxes.Length == 0) return (Cropping.Cut(picture, window), kept);
        }

        return (picture, truth);
    }

    // Null if the window is too narrow or too flat.
    private static Box? Draw(Image picture, double least, Random random)
    {
        var (across, down) = (least + (1 - least) * random.NextDouble(), least + (1 - least) * random.NextDouble());
        if (across > MostStretch * down || down > MostStretch * across) return null;
        var (width, height) = (Length(picture.Width, across), Length(picture.Height, down));
        return Box.FromSize(random.Next(picture.Width - width + 1), random.Next(picture.Height - height + 1), width, height);
    }

    private static int Length(int whole, double share) => Math.Clamp((int)Math.Ceiling(whole * share), 1, whole);

    private static bool IsNear(Box[] boxes, Box window, double overlap) =>
        boxes.Length == 0 || Array.Exists(boxes, box => Iou.Of(box, window) >= overlap);
}
