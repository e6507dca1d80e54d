namespace Gannet.Datasets.Synthesis;

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
