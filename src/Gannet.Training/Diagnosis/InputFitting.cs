using System.Globalization;
using Gannet.Datasets;
using Gannet.Datasets.Statistics;
using Gannet.Detection;
using Gannet.Detection.Anchors;
using Gannet.Detection.Images;
using Gannet.Training.Recipes;

namespace Gannet.Training.Diagnosis;

/// <summary>Compares the objects of a data set with the input and the anchors of a detector.</summary>
public static class InputFitting
{
    private const float Foreground = 0.7f, Half = 0.5f;

    // Redmon and Farhadi's nine: more gain little.
    private const int MostShapes = 9;

    /// <summary>Looks at every object in a picture of known size.</summary>
    /// <param name="detector">The detector.</param>
    /// <param name="dataset">The data set; crowds are left out.</param>
    public static InputFit Of(Detector detector, AnnotatedDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(dataset);
        var perClass = dataset.Classes.Select(static _ => new List<Fitted>()).ToArray();
        foreach (var picture in dataset.Images.Where(static p => p is { Width: > 0, Height: > 0 }))
        {
            var placement = detector.Transform.Place(new(picture.Height, picture.Width));
            Annotation[] objects = [.. picture.Annotations.Where(static a => !a.IsCrowd && a.Box.IsValid)];
            var reach = AnchorReach.Of(detector, placement.Original, [.. objects.Select(static a => a.Box)]);
            for (var k = 0; k < objects.Length; k++) perClass[objects[k].Label].Add(new(placement.ToInput(objects[k].Box), IsLost(placement, objects[k].Box), reach[k]));
        }

        var classes = perClass.Select((objects, label) => Class(dataset.Classes[label], objects)).Where(static c => c.Objects > 0).ToArray();
        var fit = new InputFit(detector.Preset, classes);
        (float Height, float Width)[] shapes = [.. perClass.SelectMany(static c => c).Where(static o => !o.IsLost).Select(static o => (o.Box.Height, o.Box.Width))];
        if (shapes.Length == 0) return fit;
        var (own, suggested) = (OwnShapes(detector.Options.Anchors), AnchorClusters.Of(shapes, MostShapes));
        return fit with
        {
            Suggested = suggested,
            MeanIou = (AnchorClusters.Fit(shapes, own), AnchorClusters.Fit(shapes, suggested)),
            Advice = Advice(detector, dataset),
        };
    }

    private static bool IsLost(ImagePlacement placement, Box box)
    {
        var seen = placement.Clip(placement.ToInput(box));
        return !seen.IsValid || Math.Min(seen.Width, seen.Height) < InputFit.LostSide;
    }

    private static ClassFit Class(string name, List<Fitted> objects) => new(
        name, objects.Count, objects.Count(static o => o.Reach < Foreground), objects.Count(static o => o.Reach < Half),
        objects.Count(static o => !o.IsLost && o.Side < InputFit.TinySide), objects.Count(static o => o.IsLost), [.. objects.Select(static o => o.Side)]);

    private static (float Height, float Width)[] OwnShapes(AnchorOptions options) => options.Shapes.Length > 0
        ? [.. options.Shapes.Select(static shape => (shape[0], shape[1]))]
        : [.. options.Sizes.SelectMany(sizes => AnchorGenerator.CellAnchors(sizes, options.Ratios, options.Rounded)).Select(static b => (b.Height, b.Width))];

    // The rules of the automatic recipe, for pyramids with one size per level.
    private static string? Advice(Detector detector, AnnotatedDataset dataset)
    {
        var (anchors, transform) = (detector.Options.Anchors, detector.Options.Transform);
        if (anchors.Shapes.Length > 0 || anchors.Sizes.Length < 2 || anchors.Sizes.Any(static sizes => sizes.Length != 1)) return null;
        var fit = AnchorFit.Of(DataProfile.Of(dataset), new(transform.MinSize, transform.MaxSize, Tile: 0, ""), anchors.Sizes.Length);
        return string.Create(CultureInfo.InvariantCulture,
            $"--set anchors.sizes=[{string.Join(", ", fit.Sizes.Select(static s => string.Create(CultureInfo.InvariantCulture, $"[{s}]")))}] "
            + $"--set anchors.ratios=[{string.Join(", ", fit.Ratios.Select(static r => r.ToString(CultureInfo.InvariantCulture)))}]").Replace(", ", ",", StringComparison.Ordinal);
    }

    /// <param name="Box">In pixels of the input.</param>
    /// <param name="IsLost">Whether the network cannot see it.</param>
    /// <param name="Reach">Largest IoU with an anchor.</param>
    private readonly record struct Fitted(Box Box, bool IsLost, float Reach)
    {
        public double Side => Math.Sqrt(Math.Max(0, Box.Area));
    }
}
