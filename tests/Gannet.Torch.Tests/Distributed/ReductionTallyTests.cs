using Gannet.Torch.Distributed;

namespace Gannet.Torch.Tests.Distributed;

public sealed class ReductionTallyTests
{
    [Fact]
    public void What_was_not_waited_for_was_hidden()
    {
        var tally = new ReductionTally();
        Assert.Equal(0, tally.HiddenShare);
        tally.Add(100, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1));
        tally.Add(100, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1));
        Assert.Equal((2, 200, 0.75), (tally.Steps, tally.Bytes, tally.HiddenShare));
    }

    // The end of a sum is noticed a little after it is over.
    [Fact]
    public void Never_less_than_nothing_was_hidden()
    {
        var tally = new ReductionTally();
        tally.Add(100, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.001));
        Assert.Equal(0, tally.HiddenShare);
    }
}
