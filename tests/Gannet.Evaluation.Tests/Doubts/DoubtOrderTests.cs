using Gannet.Evaluation.Doubts;

namespace Gannet.Evaluation.Tests.Doubts;

public sealed class DoubtOrderTests
{
    [Fact]
    public void Kinds_take_turns_down_to_a_score_and_a_label_comes_once()
    {
        LabelDoubt[] doubts =
        [
            Of(0, DoubtKind.NothingThere, .9), Of(1, DoubtKind.NothingThere, .8), Of(2, DoubtKind.NothingThere, .7), Of(null, DoubtKind.Missing, .2),
            Of(null, DoubtKind.Missing, .05), Of(3, DoubtKind.WrongClass, .06), Of(3, DoubtKind.NothingThere, .03), Of(0, DoubtKind.BadlyPlaced, .3), Of(4, DoubtKind.BadlyPlaced, .2),
        ];
        (DoubtKind, int?)[] expected =
        [
            // Label 0 comes with its place, though it is doubted more for another reason: places have their turn first.
            (DoubtKind.Missing, null), (DoubtKind.BadlyPlaced, 0), (DoubtKind.NothingThere, 1), (DoubtKind.BadlyPlaced, 4), (DoubtKind.NothingThere, 2),
            (DoubtKind.WrongClass, 3), (DoubtKind.Missing, null),
        ];
        Assert.Equal(expected, DoubtOrder.InTurns(doubts).Select(static d => (d.Kind, d.Annotation)));
    }

    private static LabelDoubt Of(int? label, DoubtKind kind, double score) => new(0, label, kind, score, new(0, 0, 10, 10), null);
}
