using Gannet.Detection;
using Gannet.Imaging.Codecs;
using Gannet.Kernels.Masks;
using Gannet.Training.Loading;

namespace Gannet.Training.Tests.Loading;

public sealed class TrainingTilesTests : IDisposable
{
    private static readonly TrainingOptions s_options = new() { Tiles = 100, TileOverlap = 0 };

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Objects_are_in_every_tile_that_shows_enough_of_them()
    {
        // Ten of thirty columns of the first object are in the second tile; the second object is whole there.
        ObjectMask outline = new(new([[80, 20, 110, 20, 110, 40, 80, 40]]));
        TrainingImage picture = new("", new([new(80, 20, 110, 40), new(150, 60, 190, 90)], [0, 1])
        {
            Masks = [outline, null],
            Weights = [.5f, 1],
            Crowds = [new(0, 0, 120, 10)],
            ActiveClasses = [0, 1],
        })
        {
            Size = new(100, 200),
        };
        var tiles = TrainingTiles.Of([picture], s_options);
        Assert.Equal([new Box(0, 0, 100, 100), new Box(100, 0, 200, 100)], tiles.Select(static t => t.Window));
        Assert.Equal([new(80, 20, 100, 40)], tiles[0].GroundTruth.Boxes);
        Assert.Equal([new(0, 20, 10, 40), new(50, 60, 90, 90)], tiles[1].GroundTruth.Boxes);
        Assert.Equal([.5f, 1], tiles[1].GroundTruth.Weights!);
        Assert.Equal([new(0, 0, 20, 10)], tiles[1].GroundTruth.Crowds);
        Assert.Equal([0, 1], tiles[1].GroundTruth.ActiveClasses!);
        Assert.Equal(10 * 20, tiles[1].GroundTruth.Masks![0]!.Fill(0, 0, 100, 100).Sum(static v => v));
        Assert.Equal(1, tiles[1].Aspect);

        var strict = TrainingTiles.Of([picture], s_options with { TileVisibility = .34 });
        Assert.Equal([1], strict[1].GroundTruth.Labels);
    }

    [Fact]
    public void Pictures_no_larger_than_a_tile_stay_whole()
    {
        TrainingImage[] pictures = [new("", GroundTruth.None) { Size = new(100, 100) }, new("", new([new(0, 0, 9, 9)], [0])) { Size = new(40, 99) }];
        Assert.Equal(pictures, TrainingTiles.Of(pictures, s_options));
        Assert.Same(pictures, TrainingTiles.Of(pictures, new()));
    }

    [Fact]
    public void As_many_tiles_without_objects_are_kept_as_with_some_chosen_by_the_seed()
    {
        // Ten tiles, of which the second and the seventh contain an object.
        TrainingImage picture = new("", new([new(120, 10, 150, 20), new(630, 10, 690, 20)], [0, 1])) { Size = new(100, 1000) };
        TrainingImage whole = new("", GroundTruth.None) { Size = new(50, 50) };
        var tiles = TrainingTiles.Of([picture, whole], s_options);
        Assert.Equal(5, tiles.Count);
        Assert.Equal(whole, tiles[4]);
        Assert.Equal([0, 1], tiles.SelectMany(static t => t.GroundTruth.Labels));
        Assert.Equal(tiles.Take(4).OrderBy(static t => t.Window!.Value.X1), tiles.Take(4));
        Assert.Equal(tiles.Select(static t => t.Window), TrainingTiles.Of([picture, whole], s_options).Select(static t => t.Window));
        var chosen = Enumerable.Range(1, 20).Select(seed => string.Join(' ', TrainingTiles.Of([picture], s_options with { Seed = seed }).Select(static t => t.Window!.Value.X1)));
        Assert.True(chosen.Distinct().Count() > 5);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(.5, 3)]
    [InlineData(3, 8)]
    [InlineData(100, 10)]
    public void The_share_of_tiles_without_objects_is_an_option(double share, int expected)
    {
        TrainingImage picture = new("", new([new(120, 10, 150, 20), new(630, 10, 690, 20)], [0, 1])) { Size = new(100, 1000) };
        Assert.Equal(expected, TrainingTiles.Of([picture], s_options with { EmptyTiles = share }).Count);
    }

    [Fact]
    public void Tiles_too_small_for_every_object_are_refused()
    {
        TrainingImage picture = new("", new([new(0, 0, 300, 300)], [0])) { Size = new(300, 300) };
        Assert.Contains("tile_visibility", Assert.Throws<InvalidOptionException>(() => TrainingTiles.Of([picture], s_options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_that_the_data_set_does_not_state_are_read_from_the_files()
    {
        var path = _folder.File("wide.png");
        ImageEncoder.Write(new Image(150, 30), path);
        GroundTruth truth = new([new(0, 0, 150, 30)], [0]);
        Assert.Equal(2, TrainingTiles.Of([new(path, truth)], s_options).Count);
        // The loader reports what cannot be read.
        Assert.Null(TrainingTiles.Of([new(_folder.File("missing.png"), truth)], s_options).Single().Window);
    }

    public void Dispose() => _folder.Dispose();
}
