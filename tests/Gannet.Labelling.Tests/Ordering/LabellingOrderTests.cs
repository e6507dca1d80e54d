using FsCheck;
using FsCheck.Fluent;
using Gannet.Labelling.Models;
using Gannet.Labelling.Ordering;
using static Gannet.Labelling.Tests.MadeModel;

namespace Gannet.Labelling.Tests.Ordering;

public class LabellingOrderTests
{
    private static SeenPicture Seen(byte grey, params float[] scores)
    {
        var picture = new Image(16, 16);
        Array.Fill(picture.Pixels, grey);
        return new([.. scores.Select(static s => Found("pin", s, 0, 0, 5, 5))], PictureDescriptor.Of(picture));
    }

    // 4 · s · (1 − s): 1 at .5, .36 at .9, nothing for what is sure or below .05.
    [Fact]
    public void Uncertainty_is_the_variance_of_the_scores()
    {
        Assert.Equal(1.36, LabellingOrder.Uncertainty(Seen(0, 0.5f, 0.9f, 0.04f).Found), 6);
        Assert.Equal(0, LabellingOrder.Uncertainty(Seen(0, 1).Found));
    }

    [Fact]
    public void Of_equally_new_pictures_the_uncertain_come_first() =>
        Assert.Equal([2, 0, 1], LabellingOrder.Of([Seen(9, 0.8f), Seen(9, 0.99f), Seen(9, 0.5f)], [Seen(9).Descriptor]));

    [Fact]
    public void Of_equally_uncertain_pictures_the_new_come_first_and_a_copy_waits()
    {
        SeenPicture[] open = [Seen(100, 0.5f), Seen(250, 0.5f), Seen(250, 0.5f), Seen(180, 0.5f)];
        Assert.Equal([1, 3, 0, 2], LabellingOrder.Of(open, [Seen(90).Descriptor]));
    }

    [Fact]
    public void Any_pictures_are_each_ordered_once_and_more_uncertainty_never_costs_the_first_place() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(),
        static seed =>
        {
            var random = new Random(seed);
            var open = Enumerable.Range(0, 1 + random.Next(300)).Select(_ => Made()).ToList();
            var labelled = Enumerable.Range(0, random.Next(3)).Select(_ => Made().Descriptor).ToList();
            var order = LabellingOrder.Of(open, labelled);
            if (!order.Order().SequenceEqual(Enumerable.Range(0, open.Count))) return false;
            open[order[0]] = open[order[0]] with { Found = [.. open[order[0]].Found, Found("pin", 0.5f, 0, 0, 5, 5)] };
            return LabellingOrder.Of(open, labelled)[0] == order[0];

            SeenPicture Made() => Seen((byte)random.Next(256), [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.NextSingle())]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_to_order_is_no_order() => Assert.Empty(LabellingOrder.Of([], [Seen(1).Descriptor]));
}
