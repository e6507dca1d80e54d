using Gannet.Kernels.Overlaps;

namespace Gannet.Kernels.Matching;

/// <summary>Keeps boxes that show part of a crowd from counting as background.</summary>
/// <remarks>A crowd is a region whose objects are not annotated one by one, so a box there is neither right nor wrong.</remarks>
public static class CrowdScreen
{
    // matterport's threshold: any overlap is enough, unless the box is many times smaller than the crowd.
    private const float LeastIou = 0.001f;

    /// <summary>Changes background boxes that overlap a crowd to <see cref="BoxMatcher.Ignored"/>.</summary>
    /// <param name="matches"><c>[A]</c>, as <see cref="BoxMatcher.Match"/> returns them; changed in place.</param>
    /// <param name="boxes"><c>[A]</c>.</param>
    /// <param name="crowds">The crowds; may be empty.</param>
    public static void ApplyInPlace(Span<int> matches, ReadOnlySpan<Box> boxes, ReadOnlySpan<Box> crowds)
    {
        if (crowds.IsEmpty) return;
        for (var k = 0; k < matches.Length; k++)
        {
            if (matches[k] == BoxMatcher.Background && Touches(boxes[k], crowds)) matches[k] = BoxMatcher.Ignored;
        }
    }

    private static bool Touches(Box box, ReadOnlySpan<Box> crowds)
    {
        foreach (var crowd in crowds)
        {
            if (Iou.Of(crowd, box) >= LeastIou) return true;
        }

        return false;
    }
}
