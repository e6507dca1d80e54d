using Gannet.Pages.DataSets;

namespace Gannet.Pages.Tests.DataSets;

public sealed class DataFindingsTests
{
    [Fact]
    public void Each_thing_that_is_wrong_has_a_sentence()
    {
        var findings = DataFindings.Of(Reports.Full());
        foreach (var words in (string[])
        [
            "The splits share", "1 picture of 'val' is nearly the same as one of 'train'", "1 picture is nearly the same as an earlier one", "'cat' has only 1 object",
            "1 box coincides with a box of another class", "10 % of 'cat' are lost", "40 % of 'cat' are tiny", "overlaps 50 % of 'cat' by an IoU of .5; --set anchors.sizes=[[8]]",
            "2 labels are contradicted clearly",
        ])
            Assert.Contains(findings, finding => finding.Contains(words, StringComparison.Ordinal));
        Assert.All(findings, static finding => Assert.EndsWith(".", finding, StringComparison.Ordinal));
    }

    [Fact]
    public void A_sound_data_set_has_none() => Assert.Empty(DataFindings.Of(Reports.Sound()));
}
