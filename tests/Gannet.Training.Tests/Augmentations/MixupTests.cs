using Gannet.Detection;
using Gannet.Training.Augmentations;

namespace Gannet.Training.Tests.Augmentations;

public sealed class MixupTests
{
    [Fact]
    public void Pixels_are_between_the_two_and_objects_of_both_are_kept()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            PlacedImage second = new(FlatPool.Flat(4, 2, 200), new([new(1, 1, 3, 2)], [1]) { Crowds = [new(0, 0, 1, 1)] }, Left: 1, Top: 1);
            var (picture, truth) = Mixup.Apply(FlatPool.Flat(6, 3, 100), new([new(0, 0, 6, 3)], [0]), second, new Random(seed));
            Assert.Equal([0, 1], truth.Labels);
            Assert.Equal([new(0, 0, 6, 3), new(1, 1, 3, 2)], truth.Boxes);
            Assert.Single(truth.Crowds);
            // A share s of 256 gives 100 s + 200 (1 − s); pixels that the second does not reach stay.
            var expected = (byte)(200 - 100 * Math.Round(256 * Mixup.DrawShare(new Random(seed))) / 256 + .5);
            for (var y = 0; y < 3; y++)
            {
                for (var x = 0; x < 6; x++) Assert.Equal(y >= 1 && x is >= 1 and < 5 ? expected : 100, picture.Row(y)[3 * x]);
            }
        }
    }

    // Beta(8, 8) has mean .5 and variance 1/68; five standard deviations of each estimate from 4000 draws.
    [Fact]
    public void Shares_are_near_a_half()
    {
        var random = new Random(1);
        var shares = Enumerable.Range(0, 4000).Select(_ => Mixup.DrawShare(random)).ToList();
        Assert.InRange(shares.Average(), .49, .51);
        Assert.InRange(shares.Average(static s => (s - .5) * (s - .5)), .0131, .0163);
    }
}
