using System.Buffers.Binary;
using Gannet.Imaging.Headers;

namespace Gannet.Imaging.Codecs.Jpeg;

/// <summary>Reads baseline, extended and progressive Huffman-coded JPEG of 8 bits, with the pixels of libjpeg-turbo.</summary>
/// <remarks>
/// CMYK gets PIL's colours. Unlike libjpeg, it refuses a picture whose data are damaged instead of filling the gap with grey. A progressive
/// picture that never gives its last bits is decoded as it is; libjpeg smooths it.
/// </remarks>
internal sealed class JpegReader
{
    private const int StartOfScan = 0xDA, EndOfImage = 0xD9, DefineHuffman = 0xC4, DefineQuantization = 0xDB, DefineRestart = 0xDD;

    private readonly QuantizationTable?[] _quantization = new QuantizationTable?[4];
    private readonly HuffmanTable?[] _huffman = new HuffmanTable?[8];
    private ColourMarks _marks;
    private FrameHeader? _frame;
    private Progress? _progress;
    private CoefficientPlane[] _coefficients = [];
    private int _restartInterval;

    private JpegReader()
    {
    }

    /// <summary>Decodes a picture as it is stored, without turning it upright.</summary>
    /// <exception cref="InvalidDataException">It is damaged; the message names no file.</exception>
    /// <exception cref="NotSupportedException">It is of a kind that is not read; the message names no file.</exception>
    /// <exception cref="EndOfStreamException">It ends too early.</exception>
    public static Image Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new JpegReader();
        try
        {
            return reader.ReadSegments(bytes);
        }
        finally
        {
            foreach (var plane in reader._coefficients) plane?.Dispose();
        }
    }

    private Image ReadSegments(ReadOnlySpan<byte> bytes)
    {
        var view = new ByteView(bytes, bigEndian: true);
        for (long at = 2; ;)
        {
            var marker = JpegStructure.Marker(view, ref at);
            if (JpegStructure.StandsAlone(marker)) continue;
            if (marker == EndOfImage) return FromCoefficients();
            var length = Math.Max((ushort)2, view.UInt16(at));
            var segment = view.Slice(at + 2, length - 2);
            at += length;
            if (marker == StartOfScan)
            {
                if (ReadScan(segment, bytes, (int)at, out var end) is { } picture) return picture;
                at = end;
            }
            else
            {
                ReadSegment(marker, segment, bytes.Length);
            }
        }
    }

    private void ReadSegment(int marker, ReadOnlySpan<byte> segment, int fileLength)
    {
        if (JpegStructure.IsFrame(marker))
        {
            if (_frame is not null) throw new InvalidDataException("it has two frames");
            _frame = FrameHeader.Read(marker, segment);

            // A block takes at least one bit, so a small file that states a large size is refused before room is made for it.
            if (_frame.UsedBlocks > 8L * fileLength) throw new InvalidDataException("it is too short for its size");
        }
        else if (marker == DefineHuffman)
        {
            if (!HuffmanTable.TryReadAll(segment, _huffman)) throw new InvalidDataException("a Huffman table is malformed");
        }
        else if (marker == DefineQuantization)
        {
            QuantizationTable.ReadAll(segment, _quantization);
        }
        else if (marker == DefineRestart)
        {
            if (segment.Length < 2) throw new InvalidDataException("the restart interval is malformed");
            _restartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment);
        }
        else
        {
            _marks.Add(marker, segment);
        }
    }

    // Returns the picture if the scan holds all of it, else null and where to go on.
    private Image? ReadScan(ReadOnlySpan<byte> segment, ReadOnlySpan<byte> bytes, int at, out int end)
    {
        var frame = _frame ?? throw new InvalidDataException("a scan comes before the frame");
        var scan = ScanHeader.Read(segment, frame);
        foreach (var part in scan.Components)
        {
            var component = frame.Components[part.Component];
            component.Quantization ??= _quantization[component.TablePlace] ?? throw new InvalidDataException("a quantization table is missing");
        }

        if (!frame.Progressive) StandardHuffmanTables.FillGaps(_huffman);
        var bits = new BitReader(bytes, at);
        end = at;
        var holdsAll = !frame.Progressive && scan.Components.Length == frame.Components.Length;
        if (holdsAll && _progress is null) return FromScan(frame, scan, bits);

        _progress ??= new Progress(frame);
        _progress.Add(scan);
        if (_coefficients.Length == 0)
        {
            _coefficients = new CoefficientPlane[frame.Components.Length];
            for (var c = 0; c < _coefficients.Length; c++) _coefficients[c] = new(frame.Components[c]);
        }

        var decoder = ScanDecoder.Part(bits, frame, scan, _huffman, _restartInterval, _coefficients);
        for (var row = 0; row < frame.UnitsDown; row++)
        {
            if (!decoder.DecodeUnitRow(row)) throw Damaged();
        }

        end = JpegStructure.NextMarker(bytes, at);
        return null;
    }

    private Image FromScan(FrameHeader frame, ScanHeader scan, BitReader bits)
    {
        using var planes = new Planes(frame);
        using var rows = new RowAssembler(frame, _marks.Of(frame), planes.Samples);
        var picture = new Image(frame.Width, frame.Height);
        var decoder = ScanDecoder.Whole(bits, frame, scan, _huffman, _restartInterval, planes.Samples);
        for (var row = 0; row < frame.UnitsDown; row++)
        {
            if (!decoder.DecodeUnitRow(row)) throw Damaged();
            rows.Advance(row + 1, picture);
        }

        return picture;
    }

    private Image FromCoefficients()
    {
        if (_frame is not { } frame || _progress is null) throw new InvalidDataException("it has no pixels");
        _progress.RequireEveryComponent();
        using var planes = new Planes(frame);
        using var rows = new RowAssembler(frame, _marks.Of(frame), planes.Samples);
        var picture = new Image(frame.Width, frame.Height);
        for (var row = 0; row < frame.UnitsDown; row++)
        {
            for (var c = 0; c < frame.Components.Length; c++) Transform(frame.Components[c], _coefficients[c], planes.Samples[c], row);
            rows.Advance(row + 1, picture);
        }

        return picture;
    }

    private static void Transform(FrameComponent component, CoefficientPlane coefficients, SamplePlane samples, int unitRow)
    {
        var end = Math.Min((unitRow + 1) * component.Down, component.UsedBlocksDown);
        for (var y = unitRow * component.Down; y < end; y++)
        {
            for (var x = 0; x < component.UsedBlocksAcross; x++)
            {
                var block = coefficients.Block(x, y);
                var last = block[1..].ContainsAnyExcept((short)0) ? ZigZag.BlockSize - 1 : 0;
                InverseDct.Transform(block, component.Quantization!.Steps, last, samples.Block(x, y), samples.Stride);
            }
        }
    }

    private static InvalidDataException Damaged() => new("its codes are damaged");

    private sealed class Planes(FrameHeader frame) : IDisposable
    {
        public SamplePlane[] Samples { get; } = [.. frame.Components.Select(static component => new SamplePlane(component))];

        public void Dispose()
        {
            foreach (var plane in Samples) plane.Dispose();
        }
    }
}
