using Gannet.Detection.Anchors;

namespace Gannet.Detection.Tests.Anchors;

public sealed class AnchorGeneratorTests
{
    [Theory]
    [InlineData(32, 23, 11, 16, 11, 23)]
    [InlineData(64, 45, 23, 32, 23, 45)]
    [InlineData(128, 91, 45, 64, 45, 91)]
    [InlineData(256, 181, 91, 128, 91, 181)]
    [InlineData(512, 362, 181, 256, 181, 362)]
    public void Cell_anchors_are_torchvisions(int size, float w1, float h1, float side, float w3, float h3) => Assert.Equal(
        [new(-w1, -h1, w1, h1), new(-side, -side, side, side), new(-w3, -h3, w3, h3)], AnchorGenerator.CellAnchors([size], [.5f, 1, 2]));

    [Fact]
    public void Ratios_come_before_sizes()
    {
        var anchors = AnchorGenerator.CellAnchors([32, 64], [.5f, 1]);
        Assert.Equal([23f, 45, 16, 32], anchors.Select(static a => a.X2));
    }

    [Fact]
    public void The_count_of_a_usual_picture_is_torchvisions()
    {
        var grid = new AnchorGenerator(new AnchorOptions()).Generate(800, 1344, [(200, 336), (100, 168), (50, 84), (25, 42), (13, 21)]);
        Assert.Equal([201_600, 50_400, 12_600, 3_150, 819], grid.LevelSizes);
        Assert.Equal(268_569, grid.Boxes.Length);
    }

    [Fact]
    public void Columns_run_fastest_and_strides_come_from_the_sizes()
    {
        var grid = new AnchorGenerator(new AnchorOptions { Sizes = [[32]], Ratios = [1] }).Generate(64, 96, [(2, 3)]);
        Assert.Equal(new Box(-16, -16, 16, 16), grid.Boxes[0]);
        Assert.Equal(new Box(16, -16, 48, 16), grid.Boxes[1]);
        Assert.Equal(new Box(-16, 16, 16, 48), grid.Boxes[3]);
    }

    [Fact]
    public void Shapes_of_each_level_replace_sizes_and_ratios()
    {
        var generator = new AnchorGenerator(new AnchorOptions { LevelShapes = [[[8, 16], [16, 8]], [[32, 32], [64, 20]]] });
        Assert.Equal((2, 2), (generator.Levels, generator.PerCell));
        Assert.Equal([(32f, 32f), (64, 20)], generator.CellShapes(1));
        var grid = generator.Generate(64, 64, [(2, 2), (1, 1)]);
        Assert.Equal([8, 2], grid.LevelSizes);
        Assert.Equal(new Box(-8, -4, 8, 4), grid.Boxes[0]);
        Assert.Equal(new Box(-10, -32, 10, 32), grid.Boxes[9]);
    }

    [Fact]
    public void Uneven_levels_are_refused()
    {
        Assert.Contains("anchors.level_shapes: every level needs", Assert.Throws<InvalidOptionException>(
            static () => new AnchorGenerator(new AnchorOptions { LevelShapes = [[[8, 8]], []] })).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOptionException>(static () => new AnchorGenerator(new AnchorOptions { Sizes = [[32], [64, 128]] }));
        Assert.Throws<ArgumentException>(static () => new AnchorGenerator(new AnchorOptions()).Generate(64, 64, [(2, 2)]));
    }
}
