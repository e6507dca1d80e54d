namespace Gannet.Imaging.Codecs.Jpeg;

/// <summary>What the components of a JPEG mean.</summary>
internal enum ColourModel
{
    /// <summary>Brightness only.</summary>
    Grey,

    /// <summary>Brightness and two colour differences.</summary>
    Ycc,

    /// <summary>Red, green and blue.</summary>
    Rgb,

    /// <summary>Four inks, stored as the light they let through, as Adobe's programs do.</summary>
    Cmyk,

    /// <summary>The first three inks as brightness and colour differences, the fourth unchanged.</summary>
    Ycck,
}

/// <summary>The segments of JFIF and Adobe, which tell colour models apart.</summary>
internal struct ColourMarks
{
    private bool _jfif;
    private int? _adobeTransform;

    /// <summary>Looks at an application segment.</summary>
    public void Add(int marker, ReadOnlySpan<byte> segment)
    {
        if (marker == 0xE0 && segment.Length >= 12 && segment.StartsWith("JFIF\0"u8)) _jfif = true;
        if (marker == 0xEE && segment.Length >= 12 && segment.StartsWith("Adobe"u8)) _adobeTransform = segment[11];
    }

    /// <summary>The colour model, by libjpeg's rules.</summary>
    public readonly ColourModel Of(FrameHeader frame) => frame.Components switch
    {
        { Length: 1 } => ColourModel.Grey,
        { Length: 4 } => _adobeTransform is null or 0 ? ColourModel.Cmyk : ColourModel.Ycck,
        _ when _jfif => ColourModel.Ycc,
        _ when _adobeTransform is { } transform => transform == 0 ? ColourModel.Rgb : ColourModel.Ycc,
        [{ Id: (byte)'R' }, { Id: (byte)'G' }, { Id: (byte)'B' }] => ColourModel.Rgb,
        _ => ColourModel.Ycc,
    };
}
