namespace Gannet.Datasets.Synthesis;

/// <summary>SplitMix64: a small generator whose numbers stay the same on every machine and with every version of .NET.</summary>
internal sealed class HashRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A generator for one item of a numbered series.</summary>
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

    /// <summary>A whole number between two bounds, both included.</summary>
    public int Whole(int low, int high) => low + (int)(Next() % (ulong)(high - low + 1));

    /// <summary>Nearly normal with deviation 1: the sum of eight bytes, which is fast and has no tails that clip.</summary>
    public float Normal()
    {
        var bits = Next();
        var sum = 0;
        for (var i = 0; i < 8; i++) sum += (byte)(bits >> 8 * i);
        return (sum - 1020) * (1f / 209.03f);
    }
}
