using Gannet.Kernels.Masks;

namespace Gannet.Detection;

/// <summary>The objects in one image.</summary>
/// <param name="Boxes"><c>[G]</c>, in pixels.</param>
/// <param name="Labels"><c>[G]</c>, 0-based class indices.</param>
public sealed record GroundTruth(Box[] Boxes, int[] Labels)
{
    /// <summary>An image without objects.</summary>
    public static GroundTruth None { get; } = new([], []);

    /// <summary>Object weights, <c>[G]</c>: boxes matched to weight 0 are neither foreground nor background. Null for all 1.</summary>
    public float[]? Weights { get; init; }

    /// <summary>Labels of the classes annotated in the image's source; predictions of others are not penalized. Null for all.</summary>
    public int[]? ActiveClasses { get; init; }

    /// <summary>Outlines in pixels, <c>[G]</c>; an element is null for an object with only a box. Null if there are no outlines.</summary>
    public ObjectMask?[]? Masks { get; init; }

    /// <summary>Regions with objects that are not annotated individually; a box that overlaps one is not background.</summary>
    public Box[] Crowds { get; init; } = [];

    /// <summary>The same objects moved: boxes, crowds and outlines.</summary>
    /// <param name="box">Moves a box.</param>
    /// <param name="mask">Moves an outline in the same way.</param>
    public GroundTruth Move(Func<Box, Box> box, Func<ObjectMask, ObjectMask> mask)
    {
        ArgumentNullException.ThrowIfNull(box);
        ArgumentNullException.ThrowIfNull(mask);
        return this with
        {
            Boxes = [.. Boxes.Select(box)],
            Crowds = [.. Crowds.Select(box)],
            Masks = Masks is { } masks ? Array.ConvertAll(masks, m => m is null ? null : mask(m)) : null,
        };
    }

    /// <summary>The objects whose box is chosen, with all their data.</summary>
    public GroundTruth Where(Func<Box, bool> isChosen)
    {
        ArgumentNullException.ThrowIfNull(isChosen);
        return Select([.. Enumerable.Range(0, Boxes.Length).Where(g => isChosen(Boxes[g]))]);
    }

    /// <summary>The objects at the given places, with all their data.</summary>
    /// <param name="chosen">Indices of objects, rising.</param>
    public GroundTruth Select(IReadOnlyList<int> chosen)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        return chosen.Count == Boxes.Length ? this : this with
        {
            Boxes = [.. chosen.Select(g => Boxes[g])],
            Labels = [.. chosen.Select(g => Labels[g])],
            Weights = Weights is { } weights ? [.. chosen.Select(g => weights[g])] : null,
            Masks = Masks is { } masks ? [.. chosen.Select(g => masks[g])] : null,
        };
    }

    /// <summary>These objects and crowds, followed by those of an image that is combined with this one.</summary>
    /// <param name="more">In pixels of the same image, from a source that labels the same classes.</param>
    public GroundTruth Append(GroundTruth more)
    {
        ArgumentNullException.ThrowIfNull(more);
        return this with
        {
            Boxes = [.. Boxes, .. more.Boxes],
            Labels = [.. Labels, .. more.Labels],
            Weights = Weights is null && more.Weights is null ? null : [.. WeightsOf(this), .. WeightsOf(more)],
            Masks = Masks is null && more.Masks is null ? null : [.. MasksOf(this), .. MasksOf(more)],
            Crowds = [.. Crowds, .. more.Crowds],
        };
    }

    private static IEnumerable<float> WeightsOf(GroundTruth truth) => truth.Weights ?? Enumerable.Repeat(1f, truth.Boxes.Length);

    private static IEnumerable<ObjectMask?> MasksOf(GroundTruth truth) => truth.Masks ?? Enumerable.Repeat<ObjectMask?>(null, truth.Boxes.Length);
}
