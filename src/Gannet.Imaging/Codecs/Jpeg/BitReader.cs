using System.Buffers.Binary;

namespace Gannet.Imaging.Codecs.Jpeg;

/// <summary>The bits of entropy-coded data, most significant first, without the zero bytes stuffed after each FF.</summary>
/// <remarks>
/// Past a marker or the end of the data it invents zeros, so that a hot loop needs no check; <see cref="Overrun"/> tells afterwards.
/// </remarks>
internal ref struct BitReader(ReadOnlySpan<byte> bytes, int at)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at = at;
    private int _invented;

    /// <summary>The bits read ahead; the next one is the highest.</summary>
    public ulong Buffer;

    /// <summary>How many bits of <see cref="Buffer"/> are valid.</summary>
    public int Count;

    /// <summary>Whether more bits were used than the data hold.</summary>
    public readonly bool Overrun => _invented > Count;

    /// <summary>Reads ahead until at least 56 bits are valid.</summary>
    public void Refill()
    {
        if (_at + 8 <= _bytes.Length)
        {
            var next = BinaryPrimitives.ReadUInt64BigEndian(_bytes[_at..]);

            // No byte of the eight is FF: their complement has no zero byte.
            var inverse = ~next;
            if (((inverse - 0x0101_0101_0101_0101) & next & 0x8080_8080_8080_8080) == 0)
            {
                Buffer |= next >> Count;
                _at += (63 - Count) >> 3;
                Count |= 56;
                return;
            }
        }

        RefillByByte();
    }

    public int Read(int count)
    {
        if (count == 0) return 0;
        if (Count < count) Refill();
        var value = (int)(Buffer >> (64 - count));
        Skip(count);
        return value;
    }

    public void Skip(int count)
    {
        Buffer <<= count;
        Count -= count;
    }

    /// <summary>Length and symbol of the next code, which are used up; negative if there is no such code.</summary>
    public int ReadSymbol(HuffmanTable table)
    {
        if (Count < 32) Refill();
        int entry = table.Symbols[Buffer >> (64 - HuffmanTable.LookupBits)];
        if (entry == 0) entry = table.FindLong((int)(Buffer >> 48));
        if (entry == 0) return -1;
        Skip(entry >> 8);
        return entry & 255;
    }

    /// <summary>Moves past the restart marker that must come now; false if another marker or none does.</summary>
    /// <param name="number">Its number, 0 to 7.</param>
    public bool ReadRestart(int number)
    {
        if (Overrun) return false;
        (Buffer, Count, _invented) = (0, 0, 0);
        while (_at + 1 < _bytes.Length && !(_bytes[_at] == 0xFF && _bytes[_at + 1] is not (0 or 0xFF))) _at++;
        if (_at + 1 >= _bytes.Length || _bytes[_at + 1] != 0xD0 + number) return false;
        _at += 2;
        return true;
    }

    private void RefillByByte()
    {
        // Bits beyond the valid ones may already be there from reading ahead; the same bytes are read again.
        Buffer &= Count == 0 ? 0 : ulong.MaxValue << (64 - Count);
        while (Count <= 56)
        {
            ulong value = 0;
            if (_at < _bytes.Length && _bytes[_at] != 0xFF)
            {
                value = _bytes[_at++];
            }
            else if (_at + 1 < _bytes.Length && _bytes[_at + 1] == 0)
            {
                value = 0xFF;
                _at += 2;
            }
            else if (_at + 1 < _bytes.Length && _bytes[_at + 1] == 0xFF)
            {
                _at++; // fill bytes before a marker
                continue;
            }
            else
            {
                _invented += 8;
            }

            Buffer |= value << (56 - Count);
            Count += 8;
        }
    }
}
