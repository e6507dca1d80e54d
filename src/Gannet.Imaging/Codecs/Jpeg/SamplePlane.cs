using System.Buffers;

namespace Gannet.Imaging.Codecs.Jpeg;

/// <summary>The last two unit rows of a component's samples: the one being decoded, and the one before, which upsampling still needs.</summary>
internal sealed class SamplePlane : IDisposable
{
    private readonly byte[] _samples;
    private readonly int _unitHeight, _height;

    public SamplePlane(FrameComponent component)
    {
        Stride = component.BlocksAcross * 8;
        (Width, _height) = (component.Width, component.Height);
        _unitHeight = component.Down * 8;
        _samples = ArrayPool<byte>.Shared.Rent(Stride * _unitHeight * 2);
    }

    /// <summary>Bytes from a sample to the one below it.</summary>
    public int Stride { get; }

    /// <summary>Samples per row that belong to the picture.</summary>
    public int Width { get; }

    /// <summary>A row of the picture; those above the first and below the last equal the nearest.</summary>
    public ReadOnlySpan<byte> Row(int y) => _samples.AsSpan(Math.Clamp(y, 0, _height - 1) % (_unitHeight * 2) * Stride, Width);

    /// <summary>Where the samples of a block begin, counted in blocks of the whole component.</summary>
    public Span<byte> Block(int x, int y) => _samples.AsSpan(y * 8 % (_unitHeight * 2) * Stride + x * 8);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_samples);
}
