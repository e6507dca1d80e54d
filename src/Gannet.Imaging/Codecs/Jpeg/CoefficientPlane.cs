using System.Buffers;

namespace Gannet.Imaging.Codecs.Jpeg;

/// <summary>All coefficients of a component, for pictures whose blocks are spread over several scans.</summary>
internal sealed class CoefficientPlane : IDisposable
{
    private readonly short[] _coefficients;
    private readonly int _blocksAcross;

    public CoefficientPlane(FrameComponent component)
    {
        _blocksAcross = component.BlocksAcross;
        var count = (long)component.BlocksAcross * component.BlocksDown * ZigZag.BlockSize;
        if (count > Array.MaxLength) throw new InvalidDataException("it is too large to be read in several scans");
        _coefficients = ArrayPool<short>.Shared.Rent((int)count);
        _coefficients.AsSpan(0, (int)count).Clear();
    }

    /// <summary>The block in column <paramref name="x"/> and row <paramref name="y"/>, <c>[8, 8]</c>.</summary>
    public Span<short> Block(int x, int y) => _coefficients.AsSpan((y * _blocksAcross + x) * ZigZag.BlockSize, ZigZag.BlockSize);

    public void Dispose() => ArrayPool<short>.Shared.Return(_coefficients);
}
