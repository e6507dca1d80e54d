namespace Gannet.Datasets.Synthesis;

/// <summary>A cell before it has a place: its outline and how its stain lies in it.</summary>
internal abstract class StainedCorpuscle(IOutline outline, ulong textureSeed)
{
    public IOutline Outline { get; } = outline;

    protected ValueNoise Texture { get; } = new(textureSeed);

    /// <summary>The stain at a place inside the outline; <paramref name="depth"/> is the outline's depth there.</summary>
    public abstract Stain At(float x, float y, float depth);

    /// <summary>0 below <paramref name="low"/>, 1 above <paramref name="high"/>, smooth between.</summary>
    protected static float Step(float low, float high, float value)
    {
        var t = Math.Clamp((value - low) / (high - low), 0, 1);
        return t * t * (3 - 2 * t);
    }
}
