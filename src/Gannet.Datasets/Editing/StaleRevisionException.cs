namespace Gannet.Datasets.Editing;

/// <summary>The labels of a picture have changed since they were read, by another window or program; nothing was saved.</summary>
/// <param name="picture">The picture.</param>
/// <param name="current">Its labels now.</param>
public sealed class StaleRevisionException(EditedPicture picture, PictureLabels current)
    : Exception($"{picture?.Name}: its labels have changed meanwhile; read them again.")
{
    /// <summary>The labels as they are now.</summary>
    public PictureLabels Current { get; } = current;
}
