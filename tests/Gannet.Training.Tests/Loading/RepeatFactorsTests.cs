using Gannet.Training.Loading;

namespace Gannet.Training.Tests.Loading;

public sealed class RepeatFactorsTests
{
    // Of ten pictures, ten contain class 0, four contain class 1 and one contains class 2.
    private static readonly TrainingImage[] s_pictures =
        [.. Enumerable.Range(0, 10).Select(static k => Make(k == 0 ? [0, 2, 1, 0] : k < 4 ? [0, 1] : [0]))];

    // By hand, with t = .9: √(.9 / .1) = 3, √(.9 / .4) = 1.5, √(.9 / 1) < 1.
    [Fact]
    public void An_image_counts_for_the_rarest_of_its_classes()
    {
        var repeats = new RepeatFactors(s_pictures, .9);
        Assert.Equal(3, repeats.Factors[0], 1e-12);
        Assert.All(Enumerable.Range(1, 3), k => Assert.Equal(1.5, repeats.Factors[k], 1e-12));
        Assert.All(Enumerable.Range(4, 6), k => Assert.Equal(1, repeats.Factors[k]));
        Assert.Equal(14, repeats.Total); // 13.5, rounded to even
    }

    [Fact]
    public void Fractions_are_rounded_at_random_but_epochs_are_as_long()
    {
        var (repeats, counts) = (new RepeatFactors(s_pictures, .9), new int[10]);
        for (var epoch = 0; epoch < 1000; epoch++)
        {
            var random = new Random(epoch);
            var order = Enumerable.Range(0, 10).ToArray();
            random.Shuffle(order);
            var repeated = repeats.Repeat(order, random);
            Assert.InRange(repeated.Length, 13, 14);
            Assert.Equal(3, repeated.Count(static k => k == 0));
            foreach (var k in repeated) counts[k]++;
        }

        // 1500 ± five standard deviations of a thousand coin flips.
        Assert.All(counts[1..4], static n => Assert.InRange(n, 1420, 1580));
        Assert.All(counts[4..], static n => Assert.Equal(1000, n));
    }

    [Fact]
    public void Repetitions_do_not_follow_each_other()
    {
        var apart = Enumerable.Range(0, 100).Count(static seed =>
        {
            var repeated = new RepeatFactors(s_pictures, .9).Repeat([.. Enumerable.Range(0, 10)], new Random(seed));
            return Array.LastIndexOf(repeated, 0) - Array.IndexOf(repeated, 0) > 2;
        });
        Assert.True(apart > 80);
    }

    [Fact]
    public void Images_without_objects_come_once() => Assert.Equal([1], new RepeatFactors([Make([])], 1).Factors);

    private static TrainingImage Make(int[] labels) => new("", new([.. labels.Select(static _ => new Box(0, 0, 1, 1))], labels));
}
