namespace Gannet.Imaging.Tests;

public sealed class PictureResizerTests
{
    [Fact]
    public void Shrinking_averages()
    {
        var picture = new Picture(4, 2, [.. Enumerable.Range(0, 8).SelectMany(static i => new byte[] { (byte)(i * 10), 100, 0 })]);
        var small = PictureResizer.Resize(picture, 2, 1);
        Assert.Equal([25, 100, 0, 45, 100, 0], small.Pixels);
    }

    [Fact]
    public void Fit_keeps_the_shape_and_never_enlarges()
    {
        var picture = new Picture(200, 50);
        Assert.Equal((100, 25), (PictureResizer.FitWithin(picture, 100).Width, PictureResizer.FitWithin(picture, 100).Height));
        Assert.Same(picture, PictureResizer.FitWithin(picture, 300));
    }
}
