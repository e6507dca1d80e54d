using Gannet.Labelling.Ordering;

namespace Gannet.Labelling.Tests.Ordering;

public class PictureDescriptorTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 200)]
    [InlineData(64, 64)]
    public void Black_and_white_are_far_apart_at_any_size(int width, int height)
    {
        var (black, white) = (new Image(width, height), new Image(width, height));
        Array.Fill(white.Pixels, (byte)255);
        Assert.Equal(Math.Sqrt(0.75), PictureDescriptor.Of(black).Distance(PictureDescriptor.Of(white)), 6); // three of four numbers of a field differ by 1
        Assert.Equal(0, PictureDescriptor.Of(white).Distance(PictureDescriptor.Of(white)));
    }

    [Fact]
    public void The_size_matters_little()
    {
        var (small, large) = (new Image(64, 64), new Image(128, 128));
        for (var y = 0; y < 64; y++) small.Row(y)[..(y * 3)].Fill(200);
        for (var y = 0; y < 128; y++) large.Row(y)[..(y * 3)].Fill(200);
        Assert.InRange(PictureDescriptor.Of(small).Distance(PictureDescriptor.Of(large)), 0, 0.02);
    }
}
