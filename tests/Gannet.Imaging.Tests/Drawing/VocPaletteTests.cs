using Gannet.Imaging.Drawing;

namespace Gannet.Imaging.Tests.Drawing;

public sealed class VocPaletteTests
{
    // The colour map of VOC's development kit: aeroplane, bicycle, bird, boat, bottle, bus, car, cat; tvmonitor is the twentieth.
    [Theory]
    [InlineData(0, 128, 0, 0)]
    [InlineData(1, 0, 128, 0)]
    [InlineData(2, 128, 128, 0)]
    [InlineData(3, 0, 0, 128)]
    [InlineData(4, 128, 0, 128)]
    [InlineData(5, 0, 128, 128)]
    [InlineData(6, 128, 128, 128)]
    [InlineData(7, 64, 0, 0)]
    [InlineData(19, 0, 64, 128)]
    public void Colours_are_those_of_the_development_kit(int label, int r, int g, int b) =>
        Assert.Equal(((byte)r, (byte)g, (byte)b), VocPalette.Of(label));
}
