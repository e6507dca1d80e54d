using Gannet.Detection.Images;
using Gannet.Imaging.Headers;
using Gannet.Imaging.Tiles;
using Gannet.Training.Augmentations;

namespace Gannet.Training.Loading;

/// <summary>Training on parts of large images, whose small objects would vanish if the whole were scaled to the network's input.</summary>
internal static class TrainingTiles
{
    /// <summary>The images, with the tiles of those that are larger than a tile in their place.</summary>
    /// <param name="pictures">The images.</param>
    /// <param name="options">Side, overlap and visibility; with a side of 0 the images are returned as they are.</param>
    /// <returns>In the order of the images; of the tiles without objects at most <see cref="TrainingOptions.EmptyTiles"/> for each with some.</returns>
    /// <exception cref="InvalidOptionException">The tiles show no object.</exception>
    public static IReadOnlyList<TrainingImage> Of(IReadOnlyList<TrainingImage> pictures, TrainingOptions options)
    {
        if (options.Tiles == 0) return pictures;
        List<TrainingImage> parts = [.. pictures.SelectMany(picture => Cut(picture, options))];
        if (!parts.Exists(HasObjects) && pictures.Any(HasObjects))
        {
            throw InvalidOptionException.Contradiction("training.tiles", FormattableString.Invariant(
                $"training.tiles {options.Tiles} is too small: no tile shows {options.TileVisibility} (training.tile_visibility) of an object."));
        }

        int[] empty = [.. Enumerable.Range(0, parts.Count).Where(k => parts[k].Window is not null && !HasObjects(parts[k]))];
        var filled = parts.Count(static part => part.Window is not null && HasObjects(part));
        SeededRandom.For(options.Seed, RandomPurpose.Tiles, 0).Shuffle(empty);
        var dropped = empty.Skip((int)Math.Round(options.EmptyTiles * filled)).ToHashSet();
        return [.. parts.Where((_, k) => !dropped.Contains(k))];
    }

    private static bool HasObjects(TrainingImage picture) => picture.GroundTruth.Boxes.Length > 0;

    private static IEnumerable<TrainingImage> Cut(TrainingImage picture, TrainingOptions options)
    {
        var size = SizeOf(picture);
        if (size.Width <= options.Tiles && size.Height <= options.Tiles) return [picture];
        Box whole = new(0, 0, size.Width, size.Height);
        return TileGrid.Cover(size.Width, size.Height, options.Tiles, options.TileOverlap).Select(static w => Box.FromSize(w.X, w.Y, w.Width, w.Height)).Select(window => picture with
        {
            GroundTruth = Cropping.Cut(picture.GroundTruth, whole, window, options.TileVisibility),
            Window = window,
            Aspect = window.Width / window.Height,
        });
    }

    // A file that cannot be read stays one picture; the loader reports it.
    private static ImageSize SizeOf(TrainingImage picture)
    {
        if (picture.Size is { Width: > 0, Height: > 0 }) return picture.Size;
        try
        {
            var header = ImageHeader.Read(picture.Path);
            return new(header.Height, header.Width);
        }
        catch (Exception error) when (UnreadablePicture.Is(error))
        {
            return default;
        }
    }
}
