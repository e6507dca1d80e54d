namespace Gannet.Training.Augmentations;

/// <summary>Changes brightness, contrast and saturation of an image at random.</summary>
/// <remarks>Keeps the detector from learning the lighting of the training images.</remarks>
public static class ColourJitter
{
    // Rec. 601, as in JPEG.
    private const float Red = 0.299f, Green = 0.587f, Blue = 0.114f;

    /// <summary>Applies factors drawn from 1 ± <paramref name="strength"/> to a copy of <paramref name="picture"/>.</summary>
    public static Image Apply(Image picture, double strength, Random random)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(random);
        var (brightness, contrast, saturation) = (Factor(strength, random), Factor(strength, random), Factor(strength, random));
        var copy = picture.Copy();
        var pixels = copy.Pixels;
        var mean = Mean(pixels) * brightness;
        for (var k = 0; k < pixels.Length; k += 3)
        {
            var grey = Red * pixels[k] + Green * pixels[k + 1] + Blue * pixels[k + 2];
            for (var c = 0; c < 3; c++)
            {
                var value = (grey + (pixels[k + c] - grey) * saturation) * brightness;
                pixels[k + c] = (byte)Math.Clamp(mean + (value - mean) * contrast + 0.5f, 0, 255);
            }
        }

        return copy;
    }

    private static float Factor(double strength, Random random) => (float)(1 + strength * (2 * random.NextDouble() - 1));

    private static float Mean(ReadOnlySpan<byte> pixels)
    {
        var sum = 0L;
        foreach (var value in pixels) sum += value;
        return (float)sum / Math.Max(pixels.Length, 1);
    }
}
