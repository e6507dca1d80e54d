namespace Gannet.Evaluation.Tests;

public class AveragePrecisionTests
{
    private static readonly bool[] s_verdicts = [true, false, true, true, false];

    [Theory]
    [InlineData(AveragePrecisionRule.ElevenPoint, 0.6136364)]
    [InlineData(AveragePrecisionRule.Area, 0.625)]
    [InlineData(AveragePrecisionRule.Coco, 0.6287129)]
    public void Known_answers(AveragePrecisionRule rule, double expected) =>
        Assert.Equal(expected, AveragePrecision.Compute(s_verdicts, objects: 4, rule), 7);

    [Theory]
    [InlineData(AveragePrecisionRule.ElevenPoint)]
    [InlineData(AveragePrecisionRule.Area)]
    [InlineData(AveragePrecisionRule.Coco)]
    public void Finding_everything_first_is_one_and_finding_nothing_is_zero(AveragePrecisionRule rule)
    {
        Assert.Equal(1, AveragePrecision.Compute([true, true, false], objects: 2, rule), 12);
        Assert.Equal(0, AveragePrecision.Compute([false, false], objects: 2, rule));
        Assert.Equal(0, AveragePrecision.Compute([], objects: 2, rule));
    }

    [Fact]
    public void Nothing_to_find_is_minus_one() =>
        Assert.Equal(-1, AveragePrecision.Compute([false], objects: 0, AveragePrecisionRule.Area));

    [Fact]
    public void More_finds_than_objects_are_refused() =>
        Assert.Throws<ArgumentException>(() => AveragePrecision.Compute([true, true], objects: 1, AveragePrecisionRule.Area));
}
