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
