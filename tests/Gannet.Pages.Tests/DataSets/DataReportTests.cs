using Gannet.Pages.DataSets;

namespace Gannet.Pages.Tests.DataSets;

public sealed class DataReportTests
{
    [Fact]
    public void A_doubt_says_what_the_label_is_and_what_is_seen()
    {
        var doubts = Reports.Full().Doubts!;
        Assert.Equal(
        [
            $"labelled {Reports.Hostile}, looks like cat 97%", $"no label, looks like {Reports.Hostile} 50%", "cat: box beside cat 50%",
            $"labelled {Reports.Hostile}, looks like nothing",
        ], doubts.Doubts.Select(doubts.Describe));
        Assert.Equal("2.jpg", doubts.FileName(doubts.Doubts[0]));
    }
}
