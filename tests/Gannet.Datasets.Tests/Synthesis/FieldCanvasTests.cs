using Gannet.Datasets.Synthesis;

namespace Gannet.Datasets.Tests.Synthesis;

public sealed class FieldCanvasTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_box_of_a_cell_is_tight_about_its_stain(int kind)
    {
        for (var seed = 0; seed < 6; seed++) CheckTightBox(kind, seed);
    }

    [Fact]
    public void Defocus_keeps_the_light()
    {
        var canvas = new FieldCanvas(40, 30);
        canvas.Illuminate(static (x, y) => (0.5f, x == 20 && y == 15 ? 1 : 0, 0));
        canvas.Defocus(1);
        var picture = canvas.Develop(0, new HashRandom(1));
        Assert.All(Enumerable.Range(0, 40 * 30), i => Assert.InRange(picture.Pixels[i * 3], 127, 128));
        Assert.InRange(Enumerable.Range(0, 40 * 30).Sum(i => picture.Pixels[i * 3 + 1]), 235, 275);
        Assert.InRange(picture.Pixels[(15 * 40 + 20) * 3 + 1], 38, 44);
    }

    private static void CheckTightBox(int kind, int seed)
    {
        var random = HashRandom.For(seed, kind);
        StainedCorpuscle cell = kind switch
        {
            0 => new RedCorpuscle(random),
            1 => new WhiteCorpuscle(random),
            2 => new Platelet(random),
            3 => new SickleCorpuscle(random),
            _ => new SpikyCorpuscle(random),
        };
        var placed = new PlacedCorpuscle(cell, kind, 60, 60);
        var canvas = new FieldCanvas(120, 120);
        canvas.Lay(placed, softness: 0.7f, new Stain(1, 1, 1));
        var picture = canvas.Develop(noise: 0, random);

        // Every kind absorbs green. Spikes thinner than a pixel fade at their tips, hence the tolerance.
        var (left, top, right, bottom) = (120, 120, 0, 0);
        for (var i = 0; i < 120 * 120; i++)
        {
            if (picture.Pixels[i * 3 + 1] > 245) continue;
            (left, right) = (Math.Min(left, i % 120), Math.Max(right, i % 120 + 1));
            (top, bottom) = (Math.Min(top, i / 120), Math.Max(bottom, i / 120 + 1));
        }

        Assert.Equal(placed.Box.X1, left, 2.1f);
        Assert.Equal(placed.Box.Y1, top, 2.1f);
        Assert.Equal(placed.Box.X2, right, 2.1f);
        Assert.Equal(placed.Box.Y2, bottom, 2.1f);
    }
}
