using Gannet.Detection;

namespace Gannet.Training.Augmentations;

/// <summary>Blends two images and keeps the objects of both (Zhang et al. 2019, "Bag of freebies for training object detection networks").</summary>
internal static class Mixup
{
    // Both parameters of the Beta distribution, as in YOLOv5: shares near a half. A whole number, which is easy to sample.
    private const int Evenness = 8;
    private const int Whole = 256;

    /// <summary>Blends the second image into the first; where the second does not reach, the first stays.</summary>
    /// <param name="picture">Changed in place.</param>
    /// <param name="truth">Its objects.</param>
    /// <param name="second">The other image, in its place.</param>
    /// <param name="random">The source of randomness.</param>
    public static (Image Image, GroundTruth GroundTruth) Apply(Image picture, GroundTruth truth, PlacedImage second, Random random)
    {
        var share = (int)Math.Round(Whole * DrawShare(random));
        for (var y = 0; y < second.Image.Height; y++)
        {
            var from = second.Image.Row(y);
            var to = picture.Row(second.Top + y).Slice(3 * second.Left, from.Length);
            for (var k = 0; k < to.Length; k++) to[k] = (byte)(to[k] * share + from[k] * (Whole - share) + Whole / 2 >> 8);
        }

        return (picture, truth.Append(second.GroundTruth));
    }

    /// <summary>A share of the first image: Beta(8, 8), with mean .5 and standard deviation .12.</summary>
    internal static double DrawShare(Random random)
    {
        var (first, second) = (Gamma(random), Gamma(random));
        return first / (first + second);
    }

    // A gamma variate of a whole shape is a sum of exponential ones.
    private static double Gamma(Random random)
    {
        var sum = 0.0;
        for (var k = 0; k < Evenness; k++) sum -= Math.Log(1 - random.NextDouble());
        return sum;
    }
}
