using System.Buffers.Binary;

namespace Gannet.Imaging.Codecs.Png;

/// <summary>The contents of consecutive IDAT chunks as one stream, without copying them together.</summary>
/// <remarks>The caller keeps the bytes pinned, and has checked that every chunk lies within them.</remarks>
internal sealed unsafe class IdatStream(byte* bytes, int length, int start) : Stream
{
    private const int HeaderLength = 8, ChecksumLength = 4;

    private int _at = start;
    private int _left = -1;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (_left <= 0)
        {
            if (_left == 0) _at += ChecksumLength;
            var rest = new ReadOnlySpan<byte>(bytes, length)[_at..];
            if (rest.Length < HeaderLength || !rest.Slice(4, 4).SequenceEqual("IDAT"u8)) return 0;
            _left = BinaryPrimitives.ReadInt32BigEndian(rest);
            _at += HeaderLength;
        }

        var count = Math.Min(buffer.Length, _left);
        new ReadOnlySpan<byte>(bytes, length).Slice(_at, count).CopyTo(buffer);
        _at += count;
        _left -= count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
