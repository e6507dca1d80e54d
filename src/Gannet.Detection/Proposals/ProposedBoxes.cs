namespace Gannet.Detection.Proposals;

/// <summary>The proposals of one picture, best first.</summary>
/// <param name="Boxes">In pixels of the input.</param>
/// <param name="Scores">How probable it is that each shows an object.</param>
public sealed record ProposedBoxes(Box[] Boxes, float[] Scores)
{
    /// <summary>Boxes that come from elsewhere, all alike.</summary>
    public static ProposedBoxes Of(Box[] boxes)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        var scores = new float[boxes.Length];
        Array.Fill(scores, 1);
        return new(boxes, scores);
    }
}
