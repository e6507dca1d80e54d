namespace Gannet.Datasets.Synthesis;

/// <summary>A blood cell before it is placed: its outline and its stain.</summary>
internal abstract class StainedCorpuscle(IOutline outline, ulong textureSeed)
{
    public IOutline Outline { get; } = outline;

    protected ValueNoise Texture { get; } = new(textureSeed);

    /// <summary>The stain at a point inside the outline; <paramref name="depth"/> is the outline's depth there.</summary>
    public abstract Stain At(float x, float y, float depth);

    /// <summary>0 below <paramref name="low"/>, 1 above <paramref name="high"/>, smooth between.</summary>
    protected static float Step(float low, float high, float value)
    {
        var t = Math.Clamp((value - low) / (high - low), 0, 1);
        return t * t * (3 - 2 * t);
    }
}

/// <summary>A red blood cell: a salmon disc, pale in the middle because it is thinner there.</summary>
internal sealed class RedCorpuscle : StainedCorpuscle
{
    private static readonly Stain s_haemoglobin = Stain.Of(0.86f, 0.60f, 0.57f);
    private readonly float _pallor, _pallorEdge, _amount;

    public RedCorpuscle(HashRandom random)
        : base(PolarOutline.Roundish(random, random.Between(17, 22.5f), flatness: 0.22f, waves: 0.03f), random.Next())
    {
        (_pallor, _pallorEdge, _amount) = (random.Between(0.55f, 0.8f), random.Between(0.3f, 0.42f), random.Between(0.9f, 1.15f));
    }

    public override Stain At(float x, float y, float depth)
    {
        var thickness = 1 - _pallor * Step(_pallorEdge, _pallorEdge + 0.33f, depth) + 0.25f * (1 - Step(0.02f, 0.16f, depth));
        return _amount * (thickness + 0.05f * Texture.At(x * 0.35f, y * 0.35f)) * s_haemoglobin;
    }
}

/// <summary>A sickle cell: a red cell drawn out to a pointed crescent, dense throughout.</summary>
internal sealed class SickleCorpuscle : StainedCorpuscle
{
    private static readonly Stain s_haemoglobin = Stain.Of(0.80f, 0.46f, 0.47f);
    private readonly float _amount;

    public SickleCorpuscle(HashRandom random)
        : base(
            new BentOutline(random.Between(50, 66), random.Between(13, 17.5f), random.Between(0.5f, 1.5f), random.Between(0, MathF.Tau)),
            random.Next())
    {
        _amount = random.Between(0.85f, 1.15f);
    }

    public override Stain At(float x, float y, float depth) =>
        _amount * (0.72f + 0.28f * Step(0.05f, 0.8f, depth) + 0.06f * Texture.At(x * 0.3f, y * 0.3f)) * s_haemoglobin;
}

/// <summary>An acanthocyte: a dense red cell with uneven spikes and no pale middle.</summary>
internal sealed class SpikyCorpuscle : StainedCorpuscle
{
    private static readonly Stain s_haemoglobin = Stain.Of(0.79f, 0.50f, 0.41f);
    private readonly float _amount;

    public SpikyCorpuscle(HashRandom random)
        : base(Spiky(random), random.Next())
    {
        _amount = random.Between(0.9f, 1.15f);
    }

    public override Stain At(float x, float y, float depth) =>
        _amount * (0.62f + 0.38f * Step(0.02f, 0.7f, depth) + 0.1f * Texture.At(x * 0.28f, y * 0.28f)) * s_haemoglobin;

    private static PolarOutline Spiky(HashRandom random)
    {
        var radius = random.Between(14, 18);
        var spikes = new (float Angle, float Height, float Width)[random.Whole(8, 11)];
        var turn = random.Between(0, MathF.Tau);
        for (var i = 0; i < spikes.Length; i++)
        {
            var angle = turn + (i + random.Between(-0.25f, 0.25f)) * MathF.Tau / spikes.Length;
            spikes[i] = (angle, random.Between(0.22f, 0.5f), random.Between(0.11f, 0.16f));
        }

        return new PolarOutline(angle =>
        {
            var share = 0.92f;
            foreach (var spike in spikes)
            {
                var away = MathF.Abs(MathF.IEEERemainder(angle - spike.Angle, MathF.Tau)) / spike.Width;
                share += spike.Height * MathF.Exp(-MathF.Pow(away, 1.5f));
            }

            return radius * share;
        });
    }
}

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

/// <summary>A platelet: small, ragged, purple and granular.</summary>
internal sealed class Platelet : StainedCorpuscle
{
    private static readonly Stain s_granules = Stain.Of(0.60f, 0.43f, 0.69f);
    private readonly float _amount;

    public Platelet(HashRandom random)
        : base(PolarOutline.Roundish(random, random.Between(9.5f, 12.5f), flatness: 0.35f, waves: 0.12f), random.Next())
    {
        _amount = random.Between(0.85f, 1.2f);
    }

    public override Stain At(float x, float y, float depth)
    {
        var granules = 0.75f + 0.55f * Texture.At(x * 0.6f, y * 0.6f);
        return _amount * (0.35f + 0.65f * Step(0, 0.45f, depth)) * granules * s_granules;
    }
}
