using System.Buffers;
using Gannet.Runtime.Tensors;
using Google.Protobuf;

namespace Gannet.Runtime.Format;

/// <summary>An ONNX file as it was read: large constants in memory of their own, everything else as messages.</summary>
/// <remarks>
/// Protobuf's parser wants the whole file in memory and copies every constant out of it: a model of 160 MB would take 500 MB to read. Here
/// the numbers of large constants go from the file to where they stay, and only the rest is given to the parser.
/// </remarks>
internal sealed class ModelFile
{
    // Field numbers of onnx.proto and protobuf's ways to write a value.
    private const uint GraphOfModel = 7, InitializerOfGraph = 5, RawDataOfTensor = 9;
    private const int Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5;
    private const int SmallTensor = 1 << 12;

    private readonly Dictionary<TensorProto, PooledBuffer> _large = new(ReferenceEqualityComparer.Instance); // messages with the same contents are equal
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _next, _end;
    private long _left; // bytes of the file that have not been taken from the buffer

    private ModelFile(Stream stream)
    {
        (_stream, _left) = (stream, stream.Length - stream.Position);
        Model = new ModelProto();
        Model.MergeFrom(Message(_left, GraphOfModel, length =>
        {
            Model.Graph ??= new();
            Model.Graph.MergeFrom(Message(length, InitializerOfGraph, ReadInitializer));
        }));
    }

    /// <summary>The model, without what <see cref="LargeData"/> holds.</summary>
    public ModelProto Model { get; }

    /// <summary>Reads a file from where the stream is to its end.</summary>
    /// <param name="stream">A stream that knows its length.</param>
    /// <exception cref="InvalidDataException">It is no ONNX file.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static ModelFile Read(Stream stream)
    {
        var isEmpty = stream.Length == stream.Position;
        try
        {
            var file = new ModelFile(stream);
            return file.Model.Graph is null ? throw new InvalidDataException(isEmpty ? "it is empty" : "it holds no graph") : file;
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException("it is no ONNX file, or it is truncated", e);
        }
    }

    /// <summary>The raw numbers of a constant, if they were read separately.</summary>
    public PooledBuffer? LargeData(TensorProto tensor) => _large.GetValueOrDefault(tensor);

    // All fields of a message but one, which is read by someone else.
    private byte[] Message(long length, uint separate, Action<long> read)
    {
        var rest = new ArrayBufferWriter<byte>();
        var end = _left - length;
        if (end < 0) throw Truncated();
        while (_left > end)
        {
            var tag = ReadVarint(null);
            if (tag >> 3 == separate && (tag & 7) == Bytes)
            {
                var inner = ReadLength();
                var after = _left - inner;
                if (after < end) throw Truncated();
                read(inner);
                if (_left != after) throw Truncated();
            }
            else
            {
                Copy(tag, end, rest);
            }
        }

        return _left == end ? rest.WrittenSpan.ToArray() : throw Truncated();
    }

    private void ReadInitializer(long length)
    {
        var tensor = new TensorProto();
        PooledBuffer? data = null;
        tensor.MergeFrom(Message(length, RawDataOfTensor, bytes =>
        {
            if (bytes > TensorShape.MostBytes) throw new InvalidDataException($"a constant has {bytes} bytes; at most {TensorShape.MostBytes} are supported");
            data = new PooledBuffer((int)bytes, null);
            ReadExactly(data.Bytes);
        }));
        // Small ones are like any other field.
        if (data is not null && data.Capacity <= SmallTensor) tensor.RawData = ByteString.CopyFrom(data.Bytes);
        else if (data is not null) _large.Add(tensor, data);
        Model.Graph.Initializer.Add(tensor);
    }

    private void Copy(ulong tag, long end, ArrayBufferWriter<byte> rest)
    {
        WriteVarint(tag, rest);
        switch ((int)(tag & 7))
        {
            case Varint:
                ReadVarint(rest);
                return;
            case Fixed64:
                Copy(sizeof(ulong), end, rest);
                return;
            case Fixed32:
                Copy(sizeof(uint), end, rest);
                return;
            case Bytes:
                var length = ReadLength();
                WriteVarint((ulong)length, rest);
                Copy(length, end, rest);
                return;
            default:
                throw Truncated(); // groups were given up before ONNX began
        }
    }

    // In pieces: a length is only believed as far as there are bytes.
    private void Copy(long count, long end, ArrayBufferWriter<byte> rest)
    {
        if (count > _left - end) throw Truncated();
        if (count + rest.WrittenCount > TensorShape.MostBytes) throw new InvalidDataException("its graph is larger than 1 GiB");
        while (count > 0)
        {
            Fill();
            var piece = (int)Math.Min(count, _end - _next);
            rest.Write(_buffer.AsSpan(_next, piece));
            (_next, _left, count) = (_next + piece, _left - piece, count - piece);
        }
    }

    private void ReadExactly(Span<byte> target)
    {
        if (target.Length > _left) throw Truncated();
        var buffered = Math.Min(target.Length, _end - _next);
        _buffer.AsSpan(_next, buffered).CopyTo(target);
        (_next, _left) = (_next + buffered, _left - target.Length);
        try
        {
            _stream.ReadExactly(target[buffered..]);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("it became shorter while it was read", e);
        }
    }

    private long ReadLength() => ReadVarint(null) is var length and <= long.MaxValue && (long)length <= _left ? (long)length : throw Truncated();

    private ulong ReadVarint(ArrayBufferWriter<byte>? copy)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_left == 0) throw Truncated();
            Fill();
            var part = _buffer[_next++];
            _left--;
            if (copy is not null) copy.Write([part]);
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80) return value;
        }

        throw Truncated();
    }

    private static void WriteVarint(ulong value, ArrayBufferWriter<byte> rest)
    {
        for (; value >= 0x80; value >>= 7) rest.Write([(byte)(value | 0x80)]);
        rest.Write([(byte)value]);
    }

    private void Fill()
    {
        if (_next < _end) return;
        (_next, _end) = (0, _stream.Read(_buffer));
        if (_end == 0) throw new InvalidDataException("it became shorter while it was read");
    }

    private static InvalidDataException Truncated() => new("it is no ONNX file, or it is truncated");
}
