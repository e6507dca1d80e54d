using Gannet.Datasets.Reading;
using Gannet.Imaging.Headers;

namespace Gannet.Datasets.Checking;

/// <summary>Turns labels upright that were drawn on the stored pixels of a picture, by a program that ignores EXIF orientations.</summary>
/// <remarks>The stated size tells such labels where a turn exchanges width and height. Where it does not, they are taken to be like the
/// others of the data set if all of those that can be told were drawn on stored pixels, and otherwise to fit the upright picture.</remarks>
public static class UprightLabels
{
    /// <summary>What was read, with the labels of all pictures upright and the pictures' upright sizes.</summary>
    /// <param name="reading">A data set, as read; its problems get one line more for each picture whose labels were turned.</param>
    /// <remarks>Reads the header of every picture. Pictures that are missing or unreadable stay as they are.</remarks>
    public static DatasetReading Of(DatasetReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        var headers = new ImageHeader?[reading.Dataset.Images.Count];
        Parallel.For(0, headers.Length, k => headers[k] = HeaderSize.TryReadHeader(reading.Dataset.Images[k].Path));
        var problems = reading.Problems.ToList();
        return new(Of(reading.Dataset, headers, problems), problems);
    }

    /// <summary>The data set with the labels of all pictures upright, and with the pictures' upright sizes.</summary>
    /// <param name="dataset">The data set, as read.</param>
    /// <param name="headers">The header of each picture; null where it cannot be read.</param>
    /// <param name="problems">Receives one line for each picture whose labels were turned.</param>
    public static AnnotatedDataset Of(AnnotatedDataset dataset, IReadOnlyList<ImageHeader?> headers, ICollection<DataProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(problems);
        var notes = Notes(dataset, headers);
        if (!notes.Any(IsTurned)) return dataset;
        foreach (var note in notes.Where(IsTurned)) problems.Add(note!);
        return dataset with { Images = [.. dataset.Images.Select((picture, k) => IsTurned(notes[k]) ? UprightTurn.Of(headers[k]!.Value).Apply(picture) : picture)] };
    }

    /// <summary>What is to be said about the way up of each picture's labels; null for most.</summary>
    internal static DataProblem?[] Notes(AnnotatedDataset dataset, IReadOnlyList<ImageHeader?> headers)
    {
        var orientationIsIgnored = Any(IsStored) && !Any(IsUpright);
        return [.. dataset.Images.Select((picture, k) => headers[k] is { } header ? Note(picture, header, orientationIsIgnored) : null)];

        bool Any(Func<AnnotatedImage, ImageHeader, bool> isSo) => dataset.Images.Where((picture, k) => headers[k] is { } header && isSo(picture, header)).Any();
    }

    /// <summary>Whether the stated size is that of the picture before it is turned upright, and no other.</summary>
    internal static bool IsStored(AnnotatedImage picture, ImageHeader header) => IsStored(picture.Width, picture.Height, header);

    /// <summary>Whether a stated size is that of the picture before it is turned upright, and no other.</summary>
    internal static bool IsStored(long width, long height, in ImageHeader header) => SizeTells(header) && (width, height) == (header.StoredWidth, header.StoredHeight);

    private static bool IsUpright(AnnotatedImage picture, ImageHeader header) =>
        SizeTells(header) && (picture.Width, picture.Height) == (header.Width, header.Height);

    private static bool SizeTells(in ImageHeader header) => ExifOrientation.SwapsSides(header.Orientation) && header.Width != header.Height;

    private static DataProblem? Note(AnnotatedImage picture, ImageHeader header, bool orientationIsIgnored)
    {
        if (header.Orientation == 1 || picture.Annotations.Count == 0) return null;
        const string Look = "look at them with 'gannet data draw'";
        if (IsStored(picture, header))
        {
            return Turned($"the annotations state {picture.Width}x{picture.Height}, which is the picture before it is turned upright by its EXIF orientation {header.Orientation}");
        }

        if (SizeTells(header)) return null;
        var what = $"its EXIF orientation {header.Orientation} turns the picture, and its size does not tell whether the boxes were drawn before or after";
        return orientationIsIgnored
            ? Turned($"{what}, but those of the other pictures were drawn before")
            : new(DataProblemKind.TurnedPicture, picture.Path, null, what,
                $"they are assumed to fit the upright picture; {Look}, and remove the orientation from the file if they do not", LeftOut: false);

        DataProblem Turned(string why) => new(DataProblemKind.TurnedLabels, picture.Path, null, why, $"its boxes are turned with it; {Look}", LeftOut: false);
    }

    private static bool IsTurned(DataProblem? note) => note?.Kind == DataProblemKind.TurnedLabels;
}
