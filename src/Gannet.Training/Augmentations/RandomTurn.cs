using Gannet.Detection;
using Gannet.Imaging.Headers;

namespace Gannet.Training.Augmentations;

/// <summary>Mirrors an image top to bottom and turns it by quarters, for images without an up and down, such as those taken from above.</summary>
public static class RandomTurn
{
    // EXIF's numbers of the same changes.
    private const int Mirrored = 2, UpsideDown = 4, Right = 6, Half = 3, Left = 8;

    /// <summary>Mirrors and turns with the given probabilities; one of 0 draws no random number.</summary>
    /// <param name="picture">Not changed.</param>
    /// <param name="truth">Its objects, in its pixels.</param>
    /// <param name="flip">Probability of mirroring top to bottom.</param>
    /// <param name="turn">Probability of a turn by 90, 180 or 270 degrees, each as likely as the others.</param>
    /// <param name="random">The source of randomness.</param>
    public static (Image Image, GroundTruth GroundTruth) Apply(Image picture, GroundTruth truth, double flip, double turn, Random random)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(random);
        if (flip > 0 && random.NextDouble() < flip)
        {
            var height = picture.Height;
            (picture, truth) = (ExifOrientation.Apply(picture, UpsideDown), truth.Move(b => b.FlipVertically(height), m => m.FlipVertically(height)));
        }

        return turn > 0 && random.NextDouble() < turn ? Turn(picture, truth, random.Next(1, 4)) : (picture, truth);
    }

    /// <summary>An image and its objects, mirrored left to right.</summary>
    internal static (Image Image, GroundTruth GroundTruth) Mirror(Image picture, GroundTruth truth) =>
        (ExifOrientation.Apply(picture, Mirrored), Augmentation.Mirror(truth, picture.Width));

    /// <summary>An image and its objects, turned right by a number of quarters.</summary>
    internal static (Image Image, GroundTruth GroundTruth) Turn(Image picture, GroundTruth truth, int quarters)
    {
        var (height, width) = (picture.Height, picture.Width);
        for (var k = 0; k < quarters; k++)
        {
            var before = height;
            truth = truth.Move(b => b.TurnRight(before), m => m.TurnRight(before));
            (height, width) = (width, height);
        }

        return (ExifOrientation.Apply(picture, quarters switch { 1 => Right, 2 => Half, 3 => Left, _ => 1 }), truth);
    }
}
