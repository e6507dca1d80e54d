namespace Gannet.Imaging.Headers;

/// <summary>The file formats that Gannet reads and writes, recognised by their first bytes, never by a file's name.</summary>
public enum ImageFormat
{
    /// <summary>JPEG, baseline or progressive.</summary>
    Jpeg,

    /// <summary>Portable Network Graphics.</summary>
    Png,

    /// <summary>Windows bitmap.</summary>
    Bmp,

    /// <summary>WebP, lossy or lossless.</summary>
    WebP,

    /// <summary>TIFF and BigTIFF; the first page.</summary>
    Tiff,
}
