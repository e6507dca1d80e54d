namespace Gannet.Datasets.Synthesis;

/// <summary>A white blood cell: large, pale and grainy, with a dark purple nucleus of two to four lobes.</summary>
internal sealed class WhiteCorpuscle : StainedCorpuscle
{
    private static readonly Stain s_cytoplasm = Stain.Of(0.80f, 0.76f, 0.88f);
    private static readonly Stain s_chromatin = Stain.Of(0.40f, 0.22f, 0.56f);
    private readonly (float X, float Y, float Radius)[] _lobes;

    public WhiteCorpuscle(HashRandom random)
        : this(random, random.Between(28, 35))
    {
    }

    private WhiteCorpuscle(HashRandom random, float radius)
        : base(PolarOutline.Roundish(random, radius, flatness: 0.15f, waves: 0.035f), random.Next())
    {
        _lobes = new (float, float, float)[random.Whole(2, 4)];
        var (start, span) = (random.Between(0, MathF.Tau), random.Between(1.7f, 2.1f));
        for (var i = 0; i < _lobes.Length; i++)
        {
            // Circles on an arc around the middle, which join into a horseshoe.
            var (sin, cos) = MathF.SinCos(start + i * span * (3f / (_lobes.Length + 1)));
            var reach = radius * random.Between(0.3f, 0.4f);
            _lobes[i] = (cos * reach, sin * reach, radius * random.Between(0.28f, 0.36f));
        }
    }

    public override Stain At(float x, float y, float depth)
    {
        var grain = Texture.At(x * 0.55f, y * 0.55f);
        var chromatin = Step(-1.5f, 1.5f, -DistanceToNucleus(x, y) + 1.2f * Texture.At(x * 0.2f + 40, y * 0.2f));
        var rim = 0.5f * (1 - Step(0, 0.08f, depth));
        return (1 + 0.3f * grain + rim) * (1 - 0.6f * chromatin) * s_cytoplasm
            + chromatin * (0.95f + 0.25f * Texture.At(x * 0.3f, y * 0.3f + 90)) * s_chromatin;
    }

    // Circles merged together: a smooth minimum of their distances.
    private float DistanceToNucleus(float x, float y)
    {
        var sum = 0f;
        foreach (var lobe in _lobes)
        {
            var (dx, dy) = (x - lobe.X, y - lobe.Y);
            sum += MathF.Exp(-0.5f * (MathF.Sqrt(dx * dx + dy * dy) - lobe.Radius));
        }

        return -2 * MathF.Log(sum + 1e-9f);
    }
}
