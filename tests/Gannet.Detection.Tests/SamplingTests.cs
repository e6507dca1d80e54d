namespace Gannet.Detection.Tests;

public sealed class SamplingTests
{
    [Fact]
    public void One_source_serves_all_images_and_several_serve_one_each()
    {
        var one = new Random(1);
        Assert.All([0, 1, 7], image => Assert.Same(one, new Sampling(one).Of(image)));
        Random[] each = [new(1), new(2)];
        Assert.Equal(each, [new Sampling(each).Of(0), new Sampling(each).Of(1)]);
    }

    [Fact]
    public void There_is_at_least_one_source() => Assert.Throws<ArgumentOutOfRangeException>(static () => new Sampling([]));
}
