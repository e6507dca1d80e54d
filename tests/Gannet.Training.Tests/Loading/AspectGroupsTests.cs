using FsCheck;
using FsCheck.Fluent;
using Gannet.Training.Loading;

namespace Gannet.Training.Tests.Loading;

public class AspectGroupsTests
{
    [Fact]
    public void Every_picture_stays_and_the_seed_decides() => Prop.ForAll<byte, byte, int>(static (batches, batch, seed) =>
    {
        var size = 1 + batch % 5;
        var pictures = Enumerable.Range(0, batches % 60 * size).ToArray();
        var (once, again) = (Arrange(pictures, size, seed), Arrange(pictures, size, seed));
        return once.SequenceEqual(again) && once.Order().SequenceEqual(pictures);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Batches_hold_one_shape_where_there_are_enough_of_it()
    {
        // Portrait and landscape images in turn: at most one batch per window has both.
        var order = Arrange([.. Enumerable.Range(0, 640)], 4, seed: 1);
        Assert.InRange(order.Chunk(4).Count(static b => b.Select(Aspect).Distinct().Count() > 1), 0, 10);
        // The batches are mixed: neither shape comes first.
        Assert.InRange(order.Take(320).Count(static k => Aspect(k) > 1), 100, 220);
    }

    [Fact]
    public void A_picture_stays_within_its_window()
    {
        var order = Arrange([.. Enumerable.Range(0, 128)], 4, seed: 2);
        Assert.All(order.Take(64), static k => Assert.InRange(k, 0, 63));
    }

    [Fact]
    public void Batches_of_one_keep_their_order() => Assert.Equal([3, 1, 2], Arrange([3, 1, 2], 1, seed: 1));

    private static int[] Arrange(int[] order, int batch, int seed)
    {
        var arranged = order.ToArray();
        AspectGroups.ArrangeInPlace(arranged, Aspect, batch, new Random(seed));
        return arranged;
    }

    private static float Aspect(int picture) => picture % 2 == 0 ? 0.75f : 1.33f;
}
