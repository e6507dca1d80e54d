using Gannet.Datasets;
using Gannet.Training.Validation;

namespace Gannet.Training.Tests.Validation;

public sealed class EqualSizesTests
{
    [Fact]
    public void Pictures_of_one_size_come_together_and_those_of_unknown_size_alone()
    {
        AnnotatedImage[] pictures = [.. new[] { (640, 480), (0, 0), (480, 640), (640, 480), (0, 0), (640, 480), (640, 480) }.Select(static (size, k) =>
            new AnnotatedImage { FileName = $"{k}.png", Path = $"/{k}.png", Id = k, Width = size.Item1, Height = size.Item2 })];
        Assert.Equal<int[]>([[0, 3, 5], [6], [1], [2], [4]], EqualSizes.Of(pictures, 3));
        Assert.Equal(7, EqualSizes.Of(pictures, 1).Count);
    }
}
