using System.Buffers.Binary;
using Gannet.Imaging.Codecs.Jpeg;

namespace Gannet.Imaging.Headers;

/// <summary>Walks the entropy-coded data of a baseline JPEG, without decoding pixels, to check that no block is missing.</summary>
/// <remarks>
/// Huffman codes resynchronise: damage in the middle shifts what follows, and decoders silently fill the gap with grey. Only the number
/// of blocks at the next marker reveals it. Progressive, arithmetic and lossless pictures are not walked.
/// </remarks>
internal ref struct JpegScan
{
    // Some cameras pad their data by a few bytes.
    private const int MaxPaddingBytes = 16;

    private const int BlockSize = 64, MaxDcBits = 11;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;
    private ulong _buffer;
    private int _bits;
    private int _missing;

    private JpegScan(ReadOnlySpan<byte> bytes, int at)
    {
        _bytes = bytes;
        _at = at;
    }

    /// <summary>Whether every scan holds all the blocks of its picture; true if that cannot be determined.</summary>
    /// <exception cref="EndOfStreamException">The bytes end within a segment.</exception>
    public static bool IsSound(ReadOnlySpan<byte> bytes)
    {
        var view = new ByteView(bytes, bigEndian: true);
        var tables = new HuffmanTable?[8];
        JpegFrame? frame = null;
        var restart = 0;
        for (long at = 2; ;)
        {
            var marker = JpegStructure.Marker(view, ref at);
            if (JpegStructure.StandsAlone(marker)) continue;
            if (marker == 0xD9) return true;
            var length = view.UInt16(at);
            var segment = view.Slice(at + 2, Math.Max(0, length - 2));
            if (JpegStructure.IsFrame(marker))
            {
                frame = marker is 0xC0 or 0xC1 ? JpegFrame.Read(segment) : null;
                if (frame is null) return true;
            }
            else if (marker == 0xC4 && !HuffmanTable.TryReadAll(segment, tables))
            {
                return false;
            }
            else if (marker == 0xDD && segment.Length >= 2)
            {
                restart = BinaryPrimitives.ReadUInt16BigEndian(segment);
            }
            else if (marker == 0xDA)
            {
                if (frame is null || frame.Scan(segment, tables) is not { } blocks) return true;
                var scan = new JpegScan(bytes, (int)at + length);
                if (!scan.Walk(blocks, frame.CountUnits(blocks), restart)) return false;
                at = scan._at;
                continue;
            }

            at += Math.Max((ushort)2, length);
        }
    }

    private bool Walk(JpegFrame.Block[] blocks, long units, int restart)
    {
        var untilRestart = restart;
        var next = 0;
        for (long unit = 0; unit < units; unit++)
        {
            if (restart > 0 && untilRestart-- == 0)
            {
                if (!ReachMarker() || _at + 2 > _bytes.Length || _bytes[_at + 1] != 0xD0 + next) return false;
                _at += 2;
                next = (next + 1) & 7;
                untilRestart = restart - 1;
            }

            foreach (ref readonly var block in blocks.AsSpan())
            {
                if (!SkipBlock(block.Dc, block.Ac)) return false;
            }

            // More bits were used than exist: the data end before the picture does.
            if (_missing > _bits) return false;
        }

        return ReachMarker();
    }

    private bool SkipBlock(HuffmanTable dc, HuffmanTable ac)
    {
        var size = Symbol(dc);
        if ((uint)size > MaxDcBits) return false;
        _bits -= size;
        for (var k = 1; k < BlockSize;)
        {
            var symbol = Symbol(ac);
            if (symbol < 0) return false;
            var (run, bits) = (symbol >> 4, symbol & 15);
            if (bits == 0)
            {
                if (run != 15) break;
                k += 16;
                continue;
            }

            k += run;
            if (k >= BlockSize) return false;
            k++;
            _bits -= bits;
        }

        return true;
    }

    // A code and the number after it take at most 16 + 15 bits.
    private int Symbol(HuffmanTable table)
    {
        if (_bits < 32) Refill();
        var window = (uint)(_buffer >> (_bits - 16)) & 0xFFFF;
        int entry = table.Symbols[window >> (16 - HuffmanTable.LookupBits)];
        if (entry == 0 && (entry = table.FindLong((int)window)) == 0) return -1;
        _bits -= entry >> 8;
        return entry & 0xFF;
    }

    private void Refill()
    {
        while (_bits <= 32)
        {
            if (_at + 4 <= _bytes.Length)
            {
                var word = BinaryPrimitives.ReadUInt32BigEndian(_bytes[_at..]);
                // No byte of it is FF.
                if (((~word - 0x01010101u) & word & 0x80808080u) == 0)
                {
                    (_buffer, _bits, _at) = ((_buffer << 32) | word, _bits + 32, _at + 4);
                    return;
                }
            }

            var value = _at < _bytes.Length ? _bytes[_at] : (byte)0xFF;
            if (value != 0xFF)
            {
                _at++;
            }
            else if (_at + 1 < _bytes.Length && _bytes[_at + 1] == 0)
            {
                _at += 2;
            }
            else
            {
                value = 0;
                _missing += 8;
            }

            (_buffer, _bits) = ((_buffer << 8) | value, _bits + 8);
        }
    }

    // Drops what is left of the last byte; only a few whole bytes beyond it pass as padding.
    private bool ReachMarker()
    {
        if (_missing > _bits) return false;
        var left = (_bits - _missing) / 8;
        (_buffer, _bits, _missing) = (0, 0, 0);
        while (_at + 1 < _bytes.Length && !(_bytes[_at] == 0xFF && _bytes[_at + 1] is not (0 or 0xFF)))
        {
            if (_bytes[_at++] != 0xFF) left++;
        }

        return left <= MaxPaddingBytes;
    }
}
