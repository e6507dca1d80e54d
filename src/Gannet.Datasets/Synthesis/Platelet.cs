namespace Gannet.Datasets.Synthesis;

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
