using Gannet.Imaging.Drawing.Fonts;

namespace Gannet.Imaging.Tests.Drawing.Fonts;

public sealed class GlyphTests
{
    [Fact]
    public void Pixels_are_mixed_by_their_coverage_and_cut_at_the_edges()
    {
        var picture = new Image(3, 2);
        // Two columns and two rows; the first column lies left of the picture.
        new Glyph(-1, 1, 2, 2, [255, 255, 255, 51]).Draw(picture, pen: 0, baseline: 1, (200, 100, 50));
        Assert.Equal((byte[])[200, 100, 50], picture.Row(0)[..3].ToArray());
        Assert.Equal((byte[])[40, 20, 10], picture.Row(1)[..3].ToArray());
        Assert.All(picture.Row(0)[3..].ToArray(), static value => Assert.Equal(0, value));
    }
}
