using Gannet.Datasets.Editing;
using Gannet.Labelling.Models;
using static Gannet.Labelling.Tests.MadeModel;

namespace Gannet.Labelling.Tests.Models;

public class SuggestionsTests
{
    private static readonly EditedBox s_label = new() { Class = "pin", X1 = 0, Y1 = 0, X2 = 10, Y2 = 10 };

    // Two boxes of 10 × 10, one shifted by d: their IoU is (10 − d) / (10 + d), one half at d = 10/3.
    [Theory]
    [InlineData("pin", 3.3f, 0)]
    [InlineData("pin", 3.4f, 1)]
    [InlineData("pad", 0f, 1)]
    public void A_label_of_the_same_class_hides_what_overlaps_it_by_half(string name, float shift, int shown) =>
        Assert.Equal(shown, Suggestions.Of([Found(name, 0.9f, shift, 0, 10 + shift, 10)], [s_label], 0.5f).Count);

    [Fact]
    public void The_score_is_included_and_the_best_comes_first()
    {
        var found = Suggestions.Of([Found("pin", 0.5f, 0, 0, 5, 5), Found("pin", 0.49f, 0, 0, 5, 5), Found("pad", 0.7f, 20, 0, 25, 5)], [], 0.5f);
        Assert.Equal([0.7f, 0.5f], found.Select(static d => d.Score));
    }
}
