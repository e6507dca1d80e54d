namespace Gannet.Datasets.Synthesis;

/// <summary>The outline of a cell in coordinates about its centre, in pixels.</summary>
internal interface IOutline
{
    /// <summary>Tight box about the centre.</summary>
    Box Extent { get; }

    /// <summary>The outline as a polygon about the centre: x, y, x, y, …</summary>
    double[] Polygon { get; }

    /// <summary>Distance to the outline, about in pixels: negative inside, positive outside.</summary>
    float Distance(float x, float y);

    /// <summary>How deep a place lies inside: 0 on the outline and outside, 1 at the centre line.</summary>
    float Depth(float x, float y);
}
