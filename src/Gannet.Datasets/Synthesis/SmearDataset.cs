using Gannet.Datasets.Writing;
using Gannet.Imaging.Codecs;
using Gannet.Masks;

namespace Gannet.Datasets.Synthesis;

/// <summary>Writes synthetic microscope fields as a data set for training.</summary>
public static class SmearDataset
{
    // Far beyond any training split, so that more training pictures do not change the validation pictures.
    private const int FirstValidationField = 1_000_000;

    /// <summary>Makes the pictures and writes them with their annotations.</summary>
    /// <param name="folder">A folder that is empty or does not exist.</param>
    /// <param name="options">Size and format; null for the defaults.</param>
    /// <param name="cancellation">Stops between two pictures.</param>
    /// <returns>What was written, per split: <c>train</c>, and <c>val</c> if requested.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="InvalidDataException">The folder is not empty.</exception>
    public static IReadOnlyList<SmearDatasetSplit> Write(string folder, SmearDatasetOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new SmearDatasetOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Images, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Images, FirstValidationField);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Validation);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Validation, FirstValidationField);
        ImageEncoder.Require();
        var synthesizer = new SmearSynthesizer(options.Fields);

        // The pictures are made in a temporary folder; the writer then copies them to where the format expects them.
        var workshop = Directory.CreateTempSubdirectory("gannet-cells-").FullName;
        try
        {
            var splits = new List<(AnnotatedDataset Dataset, SmearDatasetSplit Summary)> { Make("train", 0, options.Images) };
            if (options.Validation > 0) splits.Add(Make("val", FirstValidationField, options.Validation));
            DatasetWriter.Write(folder, [.. splits.Select(static split => split.Dataset)], new() { Format = options.Format }, cancellation);
            return [.. splits.Select(static split => split.Summary)];
        }
        finally
        {
            Directory.Delete(workshop, recursive: true);
        }

        // The other formats are written without outlines.
        static Annotation BoxAlone(Annotation cell) => cell with { Area = null, Segmentation = null };

        (AnnotatedDataset Dataset, SmearDatasetSplit Summary) Make(string split, int first, int count)
        {
            var pictures = new AnnotatedImage[count];
            var overlapping = 0;
            Parallel.For(0, count, new() { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            {
                var field = synthesizer.Make(first + i);
                var name = $"{split}-{i:D5}.png";
                var path = Path.Combine(workshop, name);
                ImageEncoder.Write(field.Image, path);
                Interlocked.Add(ref overlapping, field.Overlapping);
                pictures[i] = new AnnotatedImage
                {
                    FileName = name,
                    Path = path,
                    Id = first + i + 1,
                    Width = field.Image.Width,
                    Height = field.Image.Height,
                    Annotations = options.Format == AnnotationFormat.Coco ? field.Cells : [.. field.Cells.Select(BoxAlone)],
                };
            });
            var dataset = new AnnotatedDataset
            {
                Root = workshop,
                Format = options.Format,
                Classes = SmearSynthesizer.Classes,
                CategoryIds = [.. Enumerable.Range(1, SmearSynthesizer.Classes.Count).Select(static id => (long)id)],
                Images = pictures,
                Split = split,
            };
            return (dataset, new SmearDatasetSplit(split, count, dataset.CountAnnotations(), overlapping));
        }
    }
}

/// <summary>What one split of a synthetic data set contains.</summary>
/// <param name="Name">Name of the split.</param>
/// <param name="Images">Number of pictures.</param>
/// <param name="Cells">Number of cells in them.</param>
/// <param name="Overlapping">How many of the cells cross the outline of another.</param>
public sealed record SmearDatasetSplit(string Name, int Images, int Cells, int Overlapping);
