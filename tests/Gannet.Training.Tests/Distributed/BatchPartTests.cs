using Gannet.Training.Distributed;

namespace Gannet.Training.Tests.Distributed;

public sealed class BatchPartTests
{
    [Fact]
    public void Parts_are_equal_and_in_order() => Assert.Equal([(0, 2), (2, 2), (4, 2)], Enumerable.Range(0, 3).Select(static k => new BatchPart(k, 3).Places(6)));

    [Fact]
    public void A_batch_that_cannot_be_divided_is_refused_with_one_that_can()
    {
        var error = Assert.Throws<InvalidOptionException>(static () => new BatchPart(0, 4).Places(6));
        Assert.Equal("training.batch_size 6 cannot be divided evenly among 4 workers; make it a multiple of 4, such as --batch 8.", error.Message);
    }
}
