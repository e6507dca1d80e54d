using Gannet.Detection.Models;

namespace Gannet.Detection.Tests.Models;

public class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("train", "train", 0)]
    [InlineData("trian", "train", 1)]
    [InlineData("--scor", "--score", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    public void It_counts_insertions_deletions_replacements_and_swaps(string a, string b, int distance)
    {
        Assert.Equal(distance, EditDistance.Between(a, b));
        Assert.Equal(distance, EditDistance.Between(b, a));
    }
}
