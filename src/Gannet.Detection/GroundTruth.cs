using Gannet.Kernels.Masks;

namespace Gannet.Detection;

/// <summary>The objects of one picture.</summary>
/// <param name="Boxes"><c>[G]</c>, in pixels.</param>
/// <param name="Labels"><c>[G]</c>, 0-based class indices.</param>
public sealed record GroundTruth(Box[] Boxes, int[] Labels)
{
    /// <summary>A picture without objects.</summary>
    public static GroundTruth None { get; } = new([], []);

    /// <summary>How much each object counts, <c>[G]</c>: what shows an object of weight 0 is neither foreground nor background. Null for 1 each.</summary>
    public float[]? Weights { get; init; }

    /// <summary>Labels of the classes that the picture's source marks; what it shows of others is not held against the detector. Null for all.</summary>
    public int[]? ActiveClasses { get; init; }

    /// <summary>The outline of each object in the pixels of the boxes, <c>[G]</c>; null for an object marked by its box alone. Null for none at all.</summary>
    public ObjectMask?[]? Masks { get; init; }

    /// <summary>Regions with objects that are not marked one by one; what overlaps one is no background.</summary>
    public Box[] Crowds { get; init; } = [];

    /// <summary>Everything in another place: boxes, crowds and outlines.</summary>
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

    /// <summary>The objects whose box is chosen, with all that belongs to them.</summary>
    public GroundTruth Where(Func<Box, bool> isChosen)
    {
        ArgumentNullException.ThrowIfNull(isChosen);
        int[] chosen = [.. Enumerable.Range(0, Boxes.Length).Where(g => isChosen(Boxes[g]))];
        return chosen.Length == Boxes.Length ? this : this with
        {
            Boxes = [.. chosen.Select(g => Boxes[g])],
            Labels = [.. chosen.Select(g => Labels[g])],
            Weights = Weights is { } weights ? [.. chosen.Select(g => weights[g])] : null,
            Masks = Masks is { } masks ? [.. chosen.Select(g => masks[g])] : null,
        };
    }
}
