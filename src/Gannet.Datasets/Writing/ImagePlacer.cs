namespace Gannet.Datasets.Writing;

/// <summary>Copies or links pictures into a data set that is being written.</summary>
internal sealed class ImagePlacer(ImagePlacement placement, CancellationToken cancellation)
{
    /// <summary>Places a picture under its new name.</summary>
    public void Place(AnnotatedImage picture, string folder, string name)
    {
        cancellation.ThrowIfCancellationRequested();
        if (placement == ImagePlacement.None) return;
        var target = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (placement == ImagePlacement.Link)
        {
            File.CreateSymbolicLink(target, picture.Path);
        }
        else
        {
            File.Copy(picture.Path, target);

            // A copy of a read-only file must not be read-only: its owner could not delete it.
            File.SetAttributes(target, File.GetAttributes(target) & ~FileAttributes.ReadOnly);
        }
    }
}
