using Gannet.Imaging;
using Gannet.Imaging.Codecs;
using Gannet.Imaging.Headers;

namespace Gannet.Pages.Pictures;

/// <summary>A picture inside a page: small, as a <c>data:</c> address.</summary>
/// <param name="Address">The address.</param>
/// <param name="Width">Width of the original, to which boxes refer.</param>
/// <param name="Height">Height of the original.</param>
public sealed record EmbeddedPicture(string Address, int Width, int Height)
{
    /// <summary>Pixels of the longer side, unless the caller says otherwise: half of a page's width at two pixels per point.</summary>
    public const int DefaultLongSide = 560;

    private const int Quality = 72;

    /// <summary>Reads a file and makes a small copy.</summary>
    /// <param name="path">The picture.</param>
    /// <param name="longSide">Most pixels of the longer side.</param>
    /// <exception cref="InvalidDataException">The file is no picture, or is damaged.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DllNotFoundException">OpenCV is missing, which makes pictures small.</exception>
    public static EmbeddedPicture Read(string path, int longSide = DefaultLongSide) => Of(ImageDecoder.Decode(path), longSide);

    /// <summary>Makes a small copy of a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="longSide">Most pixels of the longer side.</param>
    /// <exception cref="DllNotFoundException">OpenCV is missing, which makes pictures small.</exception>
    public static EmbeddedPicture Of(Image picture, int longSide = DefaultLongSide)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ImageEncoder.Require();
        var bytes = ImageEncoder.Encode(ImageResizer.FitWithin(picture, longSide), ImageFormat.Jpeg, Quality);
        return new($"data:image/jpeg;base64,{Convert.ToBase64String(bytes)}", picture.Width, picture.Height);
    }
}
