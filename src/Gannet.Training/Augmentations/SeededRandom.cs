namespace Gannet.Training.Augmentations;

/// <summary>An independent random source for every purpose and step.</summary>
/// <remarks>A resumed training draws the same numbers as an uninterrupted one, and several processes the same as one.</remarks>
public static class SeededRandom
{
    /// <summary>The source for one purpose at one step (or epoch) of one training.</summary>
    public static Random For(int seed, RandomPurpose purpose, long step) => new(Bits(Key(seed, purpose, step)));

    /// <summary>The source for one image of a step: it does not depend on the other images of its batch.</summary>
    /// <param name="seed">Seed of the training.</param>
    /// <param name="purpose">What the numbers are used for.</param>
    /// <param name="step">Number of the batch.</param>
    /// <param name="place">Place of the image in the batch, from 0.</param>
    public static Random For(int seed, RandomPurpose purpose, long step, int place) =>
        new(Bits(Mix(unchecked(Key(seed, purpose, step) + (ulong)(place + 1L) * 0xC2B2AE3D27D4EB4FUL))));

    private static ulong Key(int seed, RandomPurpose purpose, long step) =>
        Mix(unchecked((ulong)seed * 0x9E3779B97F4A7C15UL + (ulong)purpose * 0xD1B54A32D192ED03UL + (ulong)step));

    // SplitMix64's finalizer turns neighbouring inputs into unrelated seeds.
    private static ulong Mix(ulong x)
    {
        x = unchecked((x ^ x >> 30) * 0xBF58476D1CE4E5B9UL);
        x = unchecked((x ^ x >> 27) * 0x94D049BB133111EBUL);
        return x ^ x >> 31;
    }

    private static int Bits(ulong key) => (int)(key & int.MaxValue);
}

/// <summary>What random numbers are used for.</summary>
public enum RandomPurpose
{
    /// <summary>The order of images in an epoch.</summary>
    Order,

    /// <summary>Mirroring and colours.</summary>
    Augmentation,

    /// <summary>Sampling of anchors and regions in a training step.</summary>
    Sampling,

    /// <summary>Sampling of anchors and regions for the validation loss.</summary>
    Validation,

    /// <summary>The choice among tiles without objects.</summary>
    Tiles,

    /// <summary>Sampling of anchors and regions while the statistics of norms are computed anew.</summary>
    Norms,

    /// <summary>The features that dropout sets to zero.</summary>
    Dropout,
}
