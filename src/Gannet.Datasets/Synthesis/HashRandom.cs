namespace Gannet.Datasets.Synthesis;

/// <summary>SplitMix64: a small generator that gives the same numbers on every machine and .NET version.</summary>
internal sealed class HashRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A generator for one index of the series of a seed.</summary>
    public static HashRandom For(int seed, int index) => new(Mix((uint)seed * 0x9E3779B97F4A7C15UL ^ (uint)index * 0xD1B54A32D192ED03UL));

    public static ulong Mix(ulong value)
    {
        value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ value >> 27) * 0x94D049BB133111EBUL;
        return value ^ value >> 31;
    }

    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15UL);

    /// <summary>Uniform in [0, 1).</summary>
    public float Unit() => (Next() >> 40) * (1f / (1 << 24));

    /// <summary>Uniform between two bounds.</summary>
    public float Between(float low, float high) => low + (high - low) * Unit();

    /// <summary>An integer between two bounds, both inclusive.</summary>
    public int Whole(int low, int high) => low + (int)(Next() % (ulong)(high - low + 1));

    /// <summary>Nearly normal with standard deviation 1: a sum of eight bytes, which is fast and bounded.</summary>
    public float Normal()
    {
        var bits = Next();
        var sum = 0;
        for (var i = 0; i < 8; i++) sum += (byte)(bits >> 8 * i);
        return (sum - 1020) * (1f / 209.03f);
    }
}
