namespace Gannet.Datasets.Synthesis;

/// <summary>Smooth random texture: random values on a unit grid, interpolated in between.</summary>
internal readonly struct ValueNoise(ulong seed)
{
    private readonly ulong _seed = seed;

    /// <summary>The texture at a point, in [−1, 1]; features are about one unit wide.</summary>
    public float At(float x, float y)
    {
        var (left, top) = (MathF.Floor(x), MathF.Floor(y));
        var (u, v) = (Smooth(x - left), Smooth(y - top));
        var (i, j) = ((int)left, (int)top);
        var upper = Lerp(Corner(i, j), Corner(i + 1, j), u);
        var lower = Lerp(Corner(i, j + 1), Corner(i + 1, j + 1), u);
        return Lerp(upper, lower, v);
    }

    private float Corner(int i, int j) =>
        (HashRandom.Mix(_seed ^ (uint)i * 0x9E3779B97F4A7C15UL ^ (uint)j * 0xC2B2AE3D27D4EB4FUL) >> 40) * (2f / (1 << 24)) - 1;

    private static float Smooth(float t) => t * t * (3 - 2 * t);

    private static float Lerp(float a, float b, float t) => a + (b - a) * t;
}
