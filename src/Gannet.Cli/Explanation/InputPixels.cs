using Gannet.Detection.Images;

namespace Gannet.Cli.Explanation;

/// <summary>The network's input as a picture: what a transform made, undone pixel by pixel.</summary>
internal static class InputPixels
{
    /// <summary>The first image of a batch, with its padding, which has the mean colour.</summary>
    public static Image ToPicture(ImageBatch batch, TransformOptions options)
    {
        var picture = new Image(batch.Width, batch.Height);
        for (var k = 0; k < picture.Pixels.Length; k++)
        {
            var value = batch.Pixels[k] * options.Std[k % 3] + options.Mean[k % 3];
            picture.Pixels[k] = (byte)MathF.Round(Math.Clamp(value, 0, 1) * 255);
        }

        return picture;
    }
}
