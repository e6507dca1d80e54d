namespace Gannet.Datasets.Editing;

/// <summary>A picture that can be labelled.</summary>
/// <param name="Index">Its place in <see cref="DatasetEditor.Pictures"/>.</param>
/// <param name="Name">Its path below the data set's pictures, with forward slashes.</param>
/// <param name="Path">Absolute path of the picture file.</param>
/// <param name="Split">The split it is in; null for none.</param>
public sealed record EditedPicture(int Index, string Name, string Path, string? Split);

/// <summary>The labels of a picture at one moment.</summary>
/// <param name="Revision">Changes with the content of the file; a save must name the one it is based on.</param>
/// <param name="IsLabelled">Whether somebody has said what is in the picture, if only that nothing is.</param>
/// <param name="Width">Width of the upright picture in pixels; 0 if it cannot be read.</param>
/// <param name="Height">Height of the upright picture in pixels; 0 if it cannot be read.</param>
/// <param name="Boxes">The boxes in the order of the file.</param>
public sealed record PictureLabels(string Revision, bool IsLabelled, int Width, int Height, IReadOnlyList<EditedBox> Boxes);
