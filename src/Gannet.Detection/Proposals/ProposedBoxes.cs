namespace Gannet.Detection.Proposals;

/// <summary>The proposals of one image; best first, except in training.</summary>
/// <param name="Boxes">In pixels of the input.</param>
/// <param name="Scores">Probability that each box contains an object.</param>
public sealed record ProposedBoxes(Box[] Boxes, float[] Scores)
{
    /// <summary>Boxes from another source, all with the same score.</summary>
    public static ProposedBoxes Of(Box[] boxes)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        var scores = new float[boxes.Length];
        Array.Fill(scores, 1);
        return new(boxes, scores);
    }
}
