namespace Gannet.Datasets.Synthesis;

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
