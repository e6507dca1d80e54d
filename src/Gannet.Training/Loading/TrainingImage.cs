using Gannet.Datasets;
using Gannet.Detection;
using Gannet.Detection.Images;
using Gannet.Kernels.Masks;

namespace Gannet.Training.Loading;

/// <summary>A training image.</summary>
/// <param name="Path">Path of the file.</param>
/// <param name="GroundTruth">Its objects, in pixels of the image.</param>
public sealed record TrainingImage(string Path, GroundTruth GroundTruth)
{
    /// <summary>Width divided by height; 1 where the data set does not state them.</summary>
    public float Aspect { get; init; } = 1;

    /// <summary>Size of the file's image; 0 where the data set does not state it.</summary>
    public ImageSize Size { get; init; }

    /// <summary>The part of the file's image to train on, on whole pixels; null for all of it. Objects are in pixels of this part.</summary>
    public Box? Window { get; init; }

    /// <summary>The images of a data set with the objects to train on.</summary>
    /// <remarks>Crowds are regions, not objects: neither they nor what is inside them is trained on.</remarks>
    public static IReadOnlyList<TrainingImage> From(AnnotatedDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return [.. dataset.Images.Select(static picture =>
        {
            var objects = picture.Annotations.Where(static a => !a.IsCrowd).ToList();
            return new TrainingImage(picture.Path, new([.. objects.Select(static a => a.Box)], [.. objects.Select(static a => a.Label)])
            {
                Crowds = [.. picture.Annotations.Where(static a => a.IsCrowd).Select(static a => a.Box)],
                ActiveClasses = picture.ActiveClasses is { } active ? [.. active] : null,
                Masks = objects.Exists(static a => a.Segmentation is not null)
                    ? [.. objects.Select(static a => a.Segmentation is { } outline ? new ObjectMask(outline) : null)]
                    : null,
            })
            {
                Aspect = picture is { Width: > 0, Height: > 0 } ? (float)picture.Width / picture.Height : 1,
                Size = new(picture.Height, picture.Width),
            };
        })];
    }
}
