using Gannet.Imaging.Headers;

namespace Gannet.Datasets.Checking;

/// <summary>Compares a picture's size with the size its annotations state: boxes are positions in the upright picture of the stated
/// size.</summary>
public static class StatedSize
{
    /// <summary>What is wrong with a picture's stated size, or null. A missing size is not a problem.</summary>
    /// <param name="picture">The picture as annotated.</param>
    /// <param name="header">The header of its file.</param>
    /// <param name="leftOut">Whether the picture is left out because of it.</param>
    public static DataProblem? Fault(AnnotatedImage picture, ImageHeader header, bool leftOut)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (picture is not { Width: > 0, Height: > 0 } || (picture.Width, picture.Height) == (header.Width, header.Height)) return null;
        var isStored = ExifOrientation.SwapsSides(header.Orientation) && (picture.Width, picture.Height) == (header.Height, header.Width);
        var what = isStored
            ? $"the annotations state {picture.Width}x{picture.Height}, which is the picture before it is turned upright by its EXIF orientation {header.Orientation}; upright it is {header.Width}x{header.Height}"
            : $"the annotations state {picture.Width}x{picture.Height}, the picture is {header.Width}x{header.Height}";
        var cure = isStored
            ? "remove the orientation from the file, as in 'exiftool -Orientation= FILE', if the boxes are right without it; otherwise label it upright"
            : "restore the picture that was labelled, or label this one";
        return new(DataProblemKind.SizeMismatch, picture.Path, null, what, leftOut ? $"the picture is left out; {cure}" : cure, leftOut);
    }

    /// <summary>The warning for a picture that its EXIF orientation turns without changing its size, or null.</summary>
    /// <param name="picture">The picture as annotated.</param>
    /// <param name="header">The header of its file.</param>
    internal static DataProblem? Doubt(AnnotatedImage picture, ImageHeader header)
    {
        var keepsSize = !ExifOrientation.SwapsSides(header.Orientation) || header.Width == header.Height;
        if (header.Orientation == 1 || !keepsSize || picture.Annotations.Count == 0) return null;
        return new(
            DataProblemKind.TurnedPicture, picture.Path, null,
            $"its EXIF orientation {header.Orientation} turns the picture, and its size does not tell whether the boxes were drawn before or after",
            "they are assumed to fit the upright picture; check with 'gannet data draw', and remove the orientation from the file if they do not", LeftOut: false);
    }
}
