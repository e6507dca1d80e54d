namespace Gannet.Training.Augmentations;

/// <summary>Changes gamma, contrast and brightness of an image at random and adds noise, as R-FCN's training does.</summary>
/// <remarks>
/// Each change except noise is a function of a channel's value, so that all together need one table per channel; contrast is relative to
/// the channel's mean. Changes that are off draw no random numbers.
/// </remarks>
/// <param name="options">The ranges.</param>
public sealed class ToneJitter(AugmentationOptions options)
{
    private const int Levels = 256, Channels = 3;
    private const float White = 255;

    /// <summary>Whether it changes anything.</summary>
    public bool IsOn => options.Gamma.Length > 0 || options.Contrast.Length > 0 || options.Brightness > 0 || options.Noise > 0;

    /// <summary>Changes the pixels of <paramref name="picture"/>.</summary>
    public void ApplyInPlace(Image picture, Random random)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(random);
        if (!IsOn) return;
        var gamma = Draw(options.Gamma, random);
        var contrast = Draw(options.Contrast, random);
        var shift = options.Brightness > 0 ? options.Brightness * (2 * random.NextDouble() - 1) : 0;
        var table = Table(options.Contrast.Length > 0 ? Counts(picture) : null, gamma, contrast, shift);
        if (options.Noise > 0) Map(picture.Pixels, table, new GaussianNoise(random), (float)(White * options.Noise * random.NextDouble()));
        else Map(picture.Pixels, Array.ConvertAll(table, Byte));
    }

    private static double Draw(double[] range, Random random) => range is [var low, var high] ? low + (high - low) * random.NextDouble() : 1;

    // [channel, value] → new value, not yet clamped to 0 to 255.
    private static float[] Table(int[]? counts, double gamma, double contrast, double shift)
    {
        var curve = new double[Levels];
        for (var k = 0; k < Levels; k++) curve[k] = Math.Pow(k / White, gamma);
        var table = new float[Channels * Levels];
        for (var c = 0; c < Channels; c++)
        {
            var mean = counts is null ? 0 : Mean(counts.AsSpan(c * Levels, Levels), curve);
            for (var k = 0; k < Levels; k++) table[c * Levels + k] = (float)(White * (mean + (curve[k] - mean) * contrast + shift));
        }

        return table;
    }

    private static double Mean(ReadOnlySpan<int> counts, double[] curve)
    {
        var (sum, count) = (0.0, 0L);
        for (var k = 0; k < Levels; k++) (sum, count) = (sum + counts[k] * curve[k], count + counts[k]);
        return sum / count;
    }

    private static int[] Counts(Image picture)
    {
        var counts = new int[Channels * Levels];
        var pixels = picture.Pixels;
        for (var k = 0; k < pixels.Length; k += Channels)
        {
            counts[pixels[k]]++;
            counts[Levels + pixels[k + 1]]++;
            counts[2 * Levels + pixels[k + 2]]++;
        }

        return counts;
    }

    private static void Map(byte[] pixels, byte[] table)
    {
        for (var k = 0; k < pixels.Length; k += Channels)
        {
            pixels[k] = table[pixels[k]];
            pixels[k + 1] = table[Levels + pixels[k + 1]];
            pixels[k + 2] = table[2 * Levels + pixels[k + 2]];
        }
    }

    private static void Map(byte[] pixels, float[] table, GaussianNoise noise, float deviation)
    {
        for (var k = 0; k < pixels.Length; k += Channels)
        {
            for (var c = 0; c < Channels; c++) pixels[k + c] = Byte(table[c * Levels + pixels[k + c]] + deviation * noise.Next());
        }
    }

    private static byte Byte(float value) => (byte)Math.Clamp(value + 0.5f, 0, White);
}
