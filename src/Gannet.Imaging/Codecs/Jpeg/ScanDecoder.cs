namespace Gannet.Imaging.Codecs.Jpeg;

/// <summary>Walks the blocks of one scan in the order of the data.</summary>
/// <remarks>
/// A picture whose first scan holds everything is turned into samples at once, one unit row after another. Otherwise the coefficients are
/// collected, since each block is spread over several scans.
/// </remarks>
internal ref struct ScanDecoder
{
    private readonly FrameHeader _frame;
    private readonly ScanHeader _scan;
    private readonly HuffmanTable?[] _tables;
    private readonly SamplePlane[]? _samples;
    private readonly CoefficientPlane[]? _coefficients;
    private readonly int _restartInterval;
    private readonly short[] _block = new short[ZigZag.BlockSize];
    private readonly int[] _predictors = new int[4];
    private BitReader _reader;
    private int _untilRestart, _nextRestart, _empty;

    private ScanDecoder(
        BitReader reader, FrameHeader frame, ScanHeader scan, HuffmanTable?[] tables, int restartInterval,
        SamplePlane[]? samples, CoefficientPlane[]? coefficients)
    {
        _reader = reader;
        (_frame, _scan, _tables) = (frame, scan, tables);
        (_samples, _coefficients) = (samples, coefficients);
        _restartInterval = _untilRestart = restartInterval;
        foreach (var part in scan.Components)
        {
            var needsDc = scan.First == 0 && scan.High == 0;
            if ((needsDc && tables[part.DcPlace] is null) || (scan.Last > 0 && tables[4 + part.AcPlace] is null))
                throw new InvalidDataException("a Huffman table is missing");
        }
    }

    /// <summary>A scan that holds the whole picture.</summary>
    public static ScanDecoder Whole(
        BitReader reader, FrameHeader frame, ScanHeader scan, HuffmanTable?[] tables, int restartInterval, SamplePlane[] samples) =>
        new(reader, frame, scan, tables, restartInterval, samples, null);

    /// <summary>A scan that holds some components or some coefficients.</summary>
    public static ScanDecoder Part(
        BitReader reader, FrameHeader frame, ScanHeader scan, HuffmanTable?[] tables, int restartInterval, CoefficientPlane[] coefficients) =>
        new(reader, frame, scan, tables, restartInterval, null, coefficients);

    /// <summary>Decodes the next row of units; false if the data are damaged.</summary>
    public bool DecodeUnitRow(int row)
    {
        if (_scan.Components is [var only])
        {
            // A scan of one component has units of one block, and none beyond the picture's edge.
            var component = _frame.Components[only.Component];
            var end = Math.Min((row + 1) * component.Down, component.UsedBlocksDown);
            for (var y = row * component.Down; y < end; y++)
            {
                for (var x = 0; x < component.UsedBlocksAcross; x++)
                {
                    if (!BeginUnit() || !DecodeBlock(only, component, x, y)) return false;
                }
            }
        }
        else
        {
            for (var unit = 0; unit < _frame.UnitsAcross; unit++)
            {
                if (!BeginUnit()) return false;
                foreach (var part in _scan.Components)
                {
                    var component = _frame.Components[part.Component];
                    for (var y = 0; y < component.Down; y++)
                    {
                        for (var x = 0; x < component.Across; x++)
                        {
                            if (!DecodeBlock(part, component, unit * component.Across + x, row * component.Down + y)) return false;
                        }
                    }
                }
            }
        }

        return !_reader.Overrun;
    }

    private bool BeginUnit()
    {
        if (_restartInterval == 0) return true;
        if (_untilRestart-- > 0) return true;
        if (!_reader.ReadRestart(_nextRestart)) return false;
        _nextRestart = (_nextRestart + 1) & 7;
        _untilRestart = _restartInterval - 1;
        _empty = 0;
        Array.Clear(_predictors);
        return true;
    }

    private bool DecodeBlock(ScanComponent part, FrameComponent component, int x, int y)
    {
        if (_samples is null) return AddToBlock(part, _coefficients![part.Component].Block(x, y));
        Array.Clear(_block);
        ref var predictor = ref _predictors[part.Component];
        var last = SequentialBlock.Decode(ref _reader, _tables[part.DcPlace]!, _tables[4 + part.AcPlace]!, ref predictor, _block);
        if (last < 0) return false;
        var plane = _samples[part.Component];
        InverseDct.Transform(_block, component.Quantization!.Steps, last, plane.Block(x, y), plane.Stride);
        return true;
    }

    private bool AddToBlock(ScanComponent part, Span<short> block)
    {
        ref var predictor = ref _predictors[part.Component];
        if (!_frame.Progressive)
            return SequentialBlock.Decode(ref _reader, _tables[part.DcPlace]!, _tables[4 + part.AcPlace]!, ref predictor, block) >= 0;
        if (_scan.First > 0)
        {
            return _scan.High == 0
                ? ProgressiveBlock.DecodeFirstAc(ref _reader, _tables[4 + part.AcPlace]!, _scan, ref _empty, block)
                : ProgressiveBlock.RefineAc(ref _reader, _tables[4 + part.AcPlace]!, _scan, ref _empty, block);
        }

        if (_scan.High == 0) return ProgressiveBlock.DecodeFirstDc(ref _reader, _tables[part.DcPlace]!, _scan.Low, ref predictor, block);
        ProgressiveBlock.RefineDc(ref _reader, _scan.Low, block);
        return true;
    }
}
