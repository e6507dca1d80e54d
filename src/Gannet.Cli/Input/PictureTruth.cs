using Gannet.Datasets;
using Gannet.Datasets.Checking;
using Gannet.Datasets.Reading;
using Gannet.Detection;
using Gannet.Imaging.Headers;

namespace Gannet.Cli.Input;

/// <summary>Finds the annotations of one picture in a data set.</summary>
internal static class PictureTruth
{
    /// <summary>The picture's objects, with the labels of a model.</summary>
    /// <param name="path">A data set, or its annotation file.</param>
    /// <param name="picture">The picture; if the data set has no picture at its place, one of its name is looked for.</param>
    /// <param name="model">The model's file, for messages.</param>
    /// <param name="classes">The model's classes.</param>
    /// <param name="findsClasses">Whether it tells classes apart; otherwise all objects are of its only class.</param>
    /// <exception cref="InvalidDataException">The picture is not annotated there, or an object is of a class that the model does not know.</exception>
    public static GroundTruth Read(string path, string picture, string model, IReadOnlyList<string> classes, bool findsClasses)
    {
        var reading = DatasetReader.Read(path, new DatasetReadOptions { RequireImages = false });
        var dataset = (ImageHeader.Read(picture).Orientation == 1 ? reading : UprightLabels.Of(reading)).Dataset;
        var annotations = Find(dataset, path, picture).Annotations;
        var objects = annotations.Where(static a => !a.IsCrowd).ToList();
        return new([.. objects.Select(static a => a.Box)], [.. objects.Select(a => findsClasses ? LabelOf(dataset.Classes[a.Label]) : 0)])
        {
            Crowds = [.. annotations.Where(static a => a.IsCrowd).Select(static a => a.Box)],
        };

        int LabelOf(string name)
        {
            for (var k = 0; k < classes.Count; k++)
            {
                if (classes[k] == name) return k;
            }

            throw new InvalidDataException($"{path}: {Path.GetFileName(picture)} shows '{name}', a class that {model} does not know.");
        }
    }

    private static AnnotatedImage Find(AnnotatedDataset dataset, string path, string picture)
    {
        var full = Path.GetFullPath(picture);
        if (dataset.Images.FirstOrDefault(image => image.Path == full) is { } same) return same;
        var name = Path.GetFileName(picture);
        var named = dataset.Images.Where(image => image.FileName[(image.FileName.LastIndexOf('/') + 1)..] == name).ToList();
        return named switch
        {
            [var one] => one,
            [] => throw new InvalidDataException($"{path}: there is no picture '{name}' in it."),
            _ => throw new InvalidDataException($"{path}: {named.Count} pictures are called '{name}'; name the one in the data set's own folder."),
        };
    }
}
