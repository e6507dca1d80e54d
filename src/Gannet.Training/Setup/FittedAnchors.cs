using System.Globalization;
using Gannet.Datasets;
using Gannet.Detection.Anchors;
using Gannet.Detection.Images;
using Gannet.Detection.Models;

namespace Gannet.Training.Setup;

/// <summary>Anchors that k-means under IoU finds for a data set: as many as a preset has, the smallest for its finest level.</summary>
/// <param name="Levels">Height and width of each anchor in pixels of the input, for each level; a single level if all have the same.</param>
/// <param name="IsShared">Whether all levels have the same anchors, as <see cref="AnchorOptions.Shapes"/> says.</param>
/// <param name="Objects">Number of objects.</param>
/// <param name="Fit">Mean over the objects of the IoU with the best anchor, both centred.</param>
/// <param name="FitBefore">The same with the preset's anchors.</param>
public sealed record FittedAnchors(IReadOnlyList<IReadOnlyList<(float Height, float Width)>> Levels, bool IsShared, int Objects, double Fit, double FitBefore)
{
    /// <summary>Fits anchors to the objects as large as the detector sees them.</summary>
    /// <param name="data">The training images.</param>
    /// <param name="options">The detector.</param>
    /// <param name="perCell">Anchors per cell; null for as many as the detector has.</param>
    /// <exception cref="InvalidDataException">The objects form fewer groups of different shapes than there are anchors.</exception>
    public static FittedAnchors Of(AnnotatedDataset data, DetectorOptions options, int? perCell = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        var before = Shapes(new AnchorGenerator(options.Anchors));
        var (levels, each) = (before.Count, perCell ?? before[0].Count);
        var objects = ObjectsOf(data, options);
        var shapes = objects.Count == 0 ? [] : AnchorClusters.Of(objects, levels * each);
        if (shapes.Count < levels * each)
            throw new InvalidDataException($"{data.Root}: the boxes form only {shapes.Count} groups of different shapes, fewer than {levels * each} anchors; ask for fewer anchors per cell.");
        // Whole pixels: what is closer than that fits no better, and people read them.
        var fitted = shapes.Select(static s => (Math.Max(1, MathF.Round(s.Height)), Math.Max(1, MathF.Round(s.Width)))).ToList();
        return new(
            [.. fitted.Chunk(each)], options.Anchors is { Shapes.Length: > 0, LevelShapes.Length: 0 }, objects.Count,
            AnchorClusters.Fit(objects, fitted), AnchorClusters.Fit(objects, [.. before.SelectMany(static level => level)]));
    }

    /// <summary>The anchors as a section of a preset.</summary>
    public string Yaml => $"anchors:\n  {Setting.Replace("=", ": ", StringComparison.Ordinal)["anchors.".Length..]}\n";

    /// <summary>The anchors as the value of <c>--set</c>.</summary>
    public string Setting => IsShared
        ? $"anchors.shapes={Text(Levels[0])}"
        : $"anchors.level_shapes=[{string.Join(", ", Levels.Select(Text))}]";

    private static List<(float Height, float Width)> ObjectsOf(AnnotatedDataset data, DetectorOptions options)
    {
        var (transform, tile) = (new ImageTransform(options.Transform), options.Detections.Tiles > 0 ? options.Detections.Tiles : int.MaxValue);
        var objects = new List<(float, float)>();
        foreach (var image in data.Images.Where(static image => image is { Width: > 0, Height: > 0 }))
        {
            ImageSize size = new(Math.Min(image.Height, tile), Math.Min(image.Width, tile));
            var scaled = transform.Scale(size);
            var (down, across) = ((float)scaled.Height / size.Height, (float)scaled.Width / size.Width);
            objects.AddRange(image.Annotations.Where(static a => !a.IsCrowd && a.Box.IsValid).Select(a => (a.Box.Height * down, a.Box.Width * across)));
        }

        return objects;
    }

    private static IReadOnlyList<IReadOnlyList<(float Height, float Width)>> Shapes(AnchorGenerator generator) =>
        [.. Enumerable.Range(0, generator.Levels ?? 1).Select(level => generator.CellShapes(level))];

    private static string Text(IReadOnlyList<(float Height, float Width)> shapes) =>
        $"[{string.Join(", ", shapes.Select(static s => string.Create(CultureInfo.InvariantCulture, $"[{s.Height}, {s.Width}]")))}]";
}
