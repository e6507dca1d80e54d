namespace Gannet.Datasets.Synthesis;

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
