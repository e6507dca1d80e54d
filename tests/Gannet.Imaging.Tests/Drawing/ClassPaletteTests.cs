using Gannet.Imaging.Drawing;

namespace Gannet.Imaging.Tests.Drawing;

public sealed class ClassPaletteTests
{
    [Fact]
    public void Thirty_six_classes_have_colours_of_their_own() =>
        Assert.Equal(36, Enumerable.Range(0, 36).Select(ClassPalette.Of).Distinct().Count());

    [Fact]
    public void A_negative_label_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => ClassPalette.Of(-1));
}
