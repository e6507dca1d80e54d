namespace Gannet.Datasets.Synthesis;

/// <summary>The outline of a blood cell, in pixels relative to its centre.</summary>
internal interface IOutline
{
    /// <summary>Tight box, relative to the centre.</summary>
    Box Extent { get; }

    /// <summary>The outline as a polygon relative to the centre: x, y, x, y, …</summary>
    double[] Polygon { get; }

    /// <summary>Approximate distance to the outline, in pixels: negative inside, positive outside.</summary>
    float Distance(float x, float y);

    /// <summary>How deep a point is inside: 0 on the outline and outside, 1 at the centre line.</summary>
    float Depth(float x, float y);
}
