namespace Gannet.Imaging.Drawing;

/// <summary>Shades the pixels of an object with the box's colour, half transparent.</summary>
internal static class MaskShader
{
    public static void Shade(Image picture, DrawnBox box)
    {
        if (box.Mask is not { } mask) return;
        if ((mask.Width, mask.Height) != (picture.Width, picture.Height))
            throw new ArgumentException($"A mask of {mask.Height}×{mask.Width} pixels does not fit a picture of {picture.Height}×{picture.Width}.");
        var (r, g, b) = box.Ink;
        mask.ForEachColumnRun((x, top, bottom) =>
        {
            for (var y = top; y < bottom; y++)
            {
                var pixel = picture.Row(y).Slice(x * 3, 3);
                (pixel[0], pixel[1], pixel[2]) = (Half(pixel[0], r), Half(pixel[1], g), Half(pixel[2], b));
            }
        });
    }

    private static byte Half(byte under, byte over) => (byte)((under + over + 1) / 2);
}
