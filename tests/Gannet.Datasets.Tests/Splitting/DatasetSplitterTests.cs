using Gannet.Datasets.Splitting;

namespace Gannet.Datasets.Tests.Splitting;

public class DatasetSplitterTests
{
    private static readonly (string, double)[] s_parts = [("train", 0.8), ("val", 0.2)];

    [Fact]
    public void Every_picture_is_in_one_part_and_every_part_has_its_share_of_a_rare_class()
    {
        var dataset = Scene.Dataset(
            2,
            [.. Enumerable.Range(1, 100).Select(static i => Scene.Image(i, Scene.Object(0, 0, 9, 9), Scene.Object(20, 0, 29, 9, i % 10 == 0 ? 1 : 0)))]);
        for (var seed = 0; seed < 20; seed++)
        {
            var parts = DatasetSplitter.Split(dataset, s_parts, seed);
            Assert.Equal([80, 20], parts.Select(static p => p.Images.Count));
            Assert.Equal(
                Enumerable.Range(1, 100).Select(static i => (long)i), parts.SelectMany(static p => p.Images).Select(static p => p.Id)
                    .Order());
            Assert.Equal(
                [8, 2], parts.Select(static p => p.Images.Count(static picture => picture.Annotations.Any(static a => a.Label == 1))));
        }
    }

    [Fact]
    public void The_seed_decides()
    {
        var dataset = Scene.Dataset(1, [.. Enumerable.Range(1, 50).Select(static i => Scene.Image(i))]);
        IEnumerable<long> Val(int seed) => DatasetSplitter.Split(dataset, s_parts, seed)[1].Images.Select(static p => p.Id);
        Assert.Equal(Val(1), Val(1));
        Assert.NotEqual(Val(1), Val(2));
    }

    [Fact]
    public void Sizes_add_up_even_when_shares_do_not_divide()
    {
        var dataset = Scene.Dataset(1, [.. Enumerable.Range(1, 10).Select(static i => Scene.Image(i))]);
        var parts = DatasetSplitter.Split(dataset, [("a", 1 / 3.0), ("b", 1 / 3.0), ("c", 1 / 3.0)], 0);
        Assert.Equal([3, 3, 4], parts.Select(static p => p.Images.Count).Order());
    }

    [Fact]
    public void Wrong_shares_are_refused()
    {
        var dataset = Scene.Dataset(1);
        Assert.Throws<ArgumentException>(() => DatasetSplitter.Split(dataset, [("a", 0.5), ("b", 0.4)], 0));
        Assert.Throws<ArgumentException>(() => DatasetSplitter.Split(dataset, [("a", 1.5), ("b", -0.5)], 0));
        Assert.Throws<ArgumentException>(() => DatasetSplitter.Split(dataset, [("a", 0.5), ("a", 0.5)], 0));
    }
}
