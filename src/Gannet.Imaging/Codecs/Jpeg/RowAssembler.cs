using System.Buffers;

namespace Gannet.Imaging.Codecs.Jpeg;

/// <summary>Makes the picture's rows from the components' samples as soon as these are there.</summary>
internal sealed class RowAssembler : IDisposable
{
    private readonly FrameHeader _frame;
    private readonly ColourModel _colours;
    private readonly SamplePlane[] _planes;
    private readonly byte[][] _rows;
    private readonly ushort[] _sums;
    private readonly bool _needsRowBelow;
    private int _next;

    public RowAssembler(FrameHeader frame, ColourModel colours, SamplePlane[] planes)
    {
        (_frame, _colours, _planes) = (frame, colours, planes);
        var width = frame.UnitsAcross * frame.MaxAcross * 8;
        _rows = [.. planes.Select(_ => ArrayPool<byte>.Shared.Rent(width + 2 * Upsampling.Padding))];
        _sums = ArrayPool<ushort>.Shared.Rent(width + Upsampling.Padding);
        _needsRowBelow = frame.Components.Any(c => Upsampling.UsesNeighbours(frame.MaxAcross / c.Across, frame.MaxDown / c.Down, c.Width));
    }

    /// <summary>Writes the rows that can be made once so many rows of units are decoded.</summary>
    public void Advance(int decodedUnitRows, Image picture)
    {
        // The last rows of a unit wait for the first samples of the unit below.
        var complete = decodedUnitRows * _frame.MaxDown * 8 - (_needsRowBelow ? _frame.MaxDown : 0);
        var end = decodedUnitRows == _frame.UnitsDown ? _frame.Height : complete;
        for (; _next < end; _next++) Write(_next, picture.Row(_next));
    }

    public void Dispose()
    {
        foreach (var row in _rows) ArrayPool<byte>.Shared.Return(row);
        ArrayPool<ushort>.Shared.Return(_sums);
    }

    private void Write(int y, Span<byte> rgb)
    {
        switch (_colours)
        {
            case ColourModel.Grey:
                RgbRow.FromGrey(Row(0, y), rgb);
                break;
            case ColourModel.Ycc:
                ColourConversion.FromYcc(Row(0, y), Row(1, y), Row(2, y), rgb);
                break;
            case ColourModel.Rgb:
                RgbRow.FromPlanes(Row(0, y), Row(1, y), Row(2, y), rgb);
                break;
            case ColourModel.Cmyk:
                RgbRow.FromPlanes(Row(0, y), Row(1, y), Row(2, y), rgb);
                ColourConversion.ApplyBlack(rgb, Row(3, y), inverted: false);
                break;
            default:
                // The differences give ink where Adobe's inverted values are meant.
                ColourConversion.FromYcc(Row(0, y), Row(1, y), Row(2, y), rgb);
                ColourConversion.ApplyBlack(rgb, Row(3, y), inverted: true);
                break;
        }
    }

    private ReadOnlySpan<byte> Row(int component, int y)
    {
        var (across, down) = (_frame.MaxAcross / _frame.Components[component].Across, _frame.MaxDown / _frame.Components[component].Down);
        return Upsampling.Row(_planes[component], across, down, y, _sums, _rows[component])[.._frame.Width];
    }
}
