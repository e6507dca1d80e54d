using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;

namespace Gannet.Training.Observers;

/// <summary>A file of events that TensorBoard reads: records of TensorFlow's protocol buffers, each with checksums.</summary>
/// <remarks>
/// A record is its length, the checksum of the length, the message, the checksum of the message. The messages are <c>Event</c> and
/// <c>Summary</c> of tensorflow/core, of which only the fields for numbers and pictures are written.
/// </remarks>
internal sealed class EventFile : IDisposable
{
    // Field numbers of tensorflow/core/util/event.proto and framework/summary.proto.
    private const int WallTime = 1, Step = 2, FileVersion = 3, Summary = 5, Value = 1, Tag = 1, Number = 2, Picture = 4;
    private const int Height = 1, Width = 2, ColourSpace = 3, Encoded = 4, Rgb = 3;

    private readonly FileStream _file;
    private readonly TimeProvider _time;

    /// <summary>Creates a file whose name holds the time, so that a resumed training adds another one.</summary>
    /// <param name="folder">Created if it is missing.</param>
    /// <param name="time">The clock.</param>
    public EventFile(string folder, TimeProvider time)
    {
        _time = time;
        Directory.CreateDirectory(folder);
        var seconds = time.GetUtcNow().ToUnixTimeSeconds();
        while (File.Exists(NameAt(seconds))) seconds++;
        _file = new FileStream(NameAt(seconds), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        Write(step: 0, static message => message.WriteTagAndString(FileVersion, "brain.Event:2"));

        string NameAt(long at) => System.IO.Path.Combine(folder, FormattableString.Invariant($"events.out.tfevents.{at:D10}.gannet"));
    }

    /// <summary>The file.</summary>
    public string Path => _file.Name;

    /// <summary>Adds numbers at a step.</summary>
    public void AddNumbers(long step, IEnumerable<KeyValuePair<string, double>> numbers) => Write(step, message =>
    {
        message.WriteTagAndMessage(Summary, summary =>
        {
            foreach (var (tag, number) in numbers)
            {
                summary.WriteTagAndMessage(Value, value =>
                {
                    value.WriteTagAndString(Tag, tag);
                    value.WriteTag(Number, WireFormat.WireType.Fixed32);
                    value.WriteFloat((float)number);
                });
            }
        });
    });

    /// <summary>Adds a picture at a step.</summary>
    /// <param name="step">Steps taken.</param>
    /// <param name="tag">Its name.</param>
    /// <param name="size">Height and width.</param>
    /// <param name="encoded">The content of a PNG or JPEG file.</param>
    public void AddPicture(long step, string tag, (int Height, int Width) size, byte[] encoded) => Write(step, message =>
        message.WriteTagAndMessage(Summary, summary => summary.WriteTagAndMessage(Value, value =>
        {
            value.WriteTagAndString(Tag, tag);
            value.WriteTagAndMessage(Picture, picture =>
            {
                picture.WriteTagAndInt(Height, size.Height);
                picture.WriteTagAndInt(Width, size.Width);
                picture.WriteTagAndInt(ColourSpace, Rgb);
                picture.WriteTag(Encoded, WireFormat.WireType.LengthDelimited);
                picture.WriteBytes(ByteString.CopyFrom(encoded));
            });
        })));

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>CRC-32C of <paramref name="bytes"/>, rotated and shifted as the format asks, so that sums of sums are not weak.</summary>
    internal static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        const uint Mask = 0xA282EAD8;
        var sum = uint.MaxValue;
        foreach (var value in bytes) sum = BitOperations.Crc32C(sum, value);
        sum = ~sum;
        return unchecked(BitOperations.RotateRight(sum, 15) + Mask);
    }

    private void Write(long step, Action<CodedOutputStream> write)
    {
        using var buffer = new MemoryStream();
        using (var message = new CodedOutputStream(buffer, leaveOpen: true))
        {
            message.WriteTag(WallTime, WireFormat.WireType.Fixed64);
            message.WriteDouble((_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);
            message.WriteTagAndInt(Step, step);
            write(message);
        }

        var content = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        Span<byte> head = stackalloc byte[sizeof(ulong) + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[sizeof(ulong)..], Checksum(head[..sizeof(ulong)]));
        Span<byte> tail = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, Checksum(content));
        _file.Write(head);
        _file.Write(content);
        _file.Write(tail);
        _file.Flush();
    }
}
