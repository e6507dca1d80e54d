using Gannet.Imaging.Headers;

namespace Gannet.Datasets.Checking;

/// <summary>Compares a picture's size with the size its annotations state: boxes are positions in a picture of the stated size.</summary>
public static class StatedSize
{
    /// <summary>What is wrong with a picture's stated size, or null. A missing size is not a problem, and neither is that of the picture
    /// before it is turned upright; see <see cref="UprightLabels"/>.</summary>
    /// <param name="picture">The picture as annotated.</param>
    /// <param name="header">The header of its file.</param>
    /// <param name="leftOut">Whether the picture is left out because of it.</param>
    public static DataProblem? Fault(AnnotatedImage picture, ImageHeader header, bool leftOut)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (picture is not { Width: > 0, Height: > 0 } || (picture.Width, picture.Height) == (header.Width, header.Height)) return null;
        if (UprightLabels.IsStored(picture, header)) return null;
        var what = $"the annotations state {picture.Width}x{picture.Height}, the picture is {header.Width}x{header.Height}";
        const string Cure = "restore the picture that was labelled, or label this one";
        return new(DataProblemKind.SizeMismatch, picture.Path, null, what, leftOut ? $"the picture is left out; {Cure}" : Cure, leftOut);
    }
}
