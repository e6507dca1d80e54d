using Google.Protobuf;

namespace Gannet.Training.Observers;

/// <summary>Fields of a protocol buffer that is written without generated classes.</summary>
internal static class ProtocolFields
{
    public static void WriteTagAndString(this CodedOutputStream output, int field, string text)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(text);
    }

    public static void WriteTagAndInt(this CodedOutputStream output, int field, long number)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(number);
    }

    /// <summary>A message within the message; its length comes first, so that it is made apart.</summary>
    public static void WriteTagAndMessage(this CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        using var buffer = new MemoryStream();
        using (var inner = new CodedOutputStream(buffer, leaveOpen: true)) write(inner);
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(buffer.GetBuffer(), 0, (int)buffer.Length));
    }
}
