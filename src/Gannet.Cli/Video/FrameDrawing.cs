using System.Globalization;
using Gannet.Imaging.Drawing;

namespace Gannet.Cli.Video;

/// <summary>Draws what was found into frames.</summary>
/// <param name="classes">Names of the classes.</param>
/// <param name="style">Colour and opacity of a box, from its score.</param>
internal sealed class FrameDrawing(IReadOnlyList<string> classes, Func<DrawnBox, float, DrawnBox> style)
{
    /// <summary>Draws into the frame's own pixels.</summary>
    public Image Draw(FoundFrame found)
    {
        var picture = found.Frame.Picture ?? throw new InvalidOperationException("The frame has no pixels.");
        foreach (var trail in found.Trails) TrailDrawer.DrawInPlace(picture, trail.Places, ColourOf(trail.TrackId));
        BoxDrawer.DrawInPlace(picture, [.. found.Objects.Select(Box)]);
        return picture;
    }

    // A tracked object has a colour of its own, unless the user asked for another palette.
    private DrawnBox Box(FoundObject found)
    {
        var box = style(DrawnBox.Of(found.Detection, classes), found.Detection.Score);
        if (found.TrackId == 0) return box;
        var id = string.Create(CultureInfo.InvariantCulture, $"#{found.TrackId}");
        return box with { Text = $"{id} {box.Text}", Name = id, Colour = box.Colour ?? ColourOf(found.TrackId) };
    }

    private static (byte R, byte G, byte B) ColourOf(int trackId) => ClassPalette.Of(trackId - 1);
}
