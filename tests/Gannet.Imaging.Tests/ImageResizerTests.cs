namespace Gannet.Imaging.Tests;

public sealed class ImageResizerTests
{
    [Fact]
    public void Shrinking_averages()
    {
        var picture = new Image(4, 2, [.. Enumerable.Range(0, 8).SelectMany(static i => new byte[] { (byte)(i * 10), 100, 0 })]);
        var small = ImageResizer.Resize(picture, 2, 1);
        Assert.Equal([25, 100, 0, 45, 100, 0], small.Pixels);
    }

    [Fact]
    public void Fit_keeps_the_shape_and_never_enlarges()
    {
        var picture = new Image(200, 50);
        Assert.Equal((100, 25), (ImageResizer.FitWithin(picture, 100).Width, ImageResizer.FitWithin(picture, 100).Height));
        Assert.Same(picture, ImageResizer.FitWithin(picture, 300));
    }
}
