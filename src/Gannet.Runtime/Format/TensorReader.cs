using System.Buffers.Binary;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Format;

/// <summary>Reads the tensors of a file, whose numbers are either raw bytes or a list of one of several types.</summary>
internal static class TensorReader
{
    /// <summary>Reads one tensor; half-precision numbers become single ones.</summary>
    /// <param name="proto">What the file says.</param>
    /// <param name="data">Raw numbers that were read separately, which become the tensor's; or null.</param>
    /// <exception cref="InvalidDataException">Its type is not supported, its data are elsewhere, or their number does not fit its shape.</exception>
    public static Tensor Read(TensorProto proto, PooledBuffer? data = null)
    {
        if (proto.DataLocation == TensorProto.Types.DataLocation.External || proto.ExternalData.Count > 0)
            throw new InvalidDataException("its data are in another file, which is not supported");
        var shape = TensorShape.From([.. proto.Dims]);
        var isHalf = proto.DataType is (int)TensorProto.Types.DataType.Float16 or (int)TensorProto.Types.DataType.Bfloat16;
        var type = isHalf ? OnnxElementType.Float : ElementTypes.FromCode(proto.DataType);
        // Before memory is asked for: a short file must not claim a large tensor.
        var raw = data is null ? proto.RawData.Span : data.Bytes;
        var given = GivenCount(proto, raw.Length, isHalf ? sizeof(ushort) : type.Size());
        if (given != TensorShape.Count(shape))
            throw new InvalidDataException($"the shape {TensorShape.Text(shape)} has {TensorShape.Count(shape)} elements, but {given} are given");
        var isInPlace = data is not null && !isHalf;
        var tensor = isInPlace ? Tensor.Over(data!, type, shape) : Tensor.Unpooled(type, shape);
        if (isHalf) FillFromHalves(proto, raw, tensor.Elements<float>());
        else if (isInPlace) Correct(tensor);
        else if (!raw.IsEmpty) FillFromBytes(raw, tensor);
        else FillFromLists(proto, tensor);
        return tensor;
    }

    private static long GivenCount(TensorProto proto, int rawBytes, int size)
    {
        if (rawBytes > 0) return rawBytes % size == 0 ? rawBytes / size : throw new InvalidDataException($"{rawBytes} bytes are not whole elements of {size}");

        return proto.DataType switch
        {
            (int)OnnxElementType.Float => proto.FloatData.Count,
            (int)OnnxElementType.Double => proto.DoubleData.Count,
            (int)OnnxElementType.Int64 => proto.Int64Data.Count,
            _ => proto.Int32Data.Count,
        };
    }

    private static void FillFromBytes(ReadOnlySpan<byte> bytes, Tensor tensor)
    {
        bytes.CopyTo(tensor.Bytes);
        Correct(tensor);
    }

    private static void Correct(Tensor tensor)
    {
        if (tensor.Type == OnnxElementType.Bool) Normalize(tensor.Bytes);
        if (BitConverter.IsLittleEndian || tensor.Type.Size() == 1) return;
        if (tensor.Type.Size() == sizeof(int)) BinaryPrimitives.ReverseEndianness(tensor.Elements<int>(), tensor.Elements<int>());
        else BinaryPrimitives.ReverseEndianness(tensor.Elements<long>(), tensor.Elements<long>());
    }

    private static void FillFromLists(TensorProto proto, Tensor tensor)
    {
        switch (tensor.Type)
        {
            case OnnxElementType.Float:
                for (var k = 0; k < tensor.Count; k++) tensor.Elements<float>()[k] = proto.FloatData[k];
                break;
            case OnnxElementType.Double:
                for (var k = 0; k < tensor.Count; k++) tensor.Elements<double>()[k] = proto.DoubleData[k];
                break;
            case OnnxElementType.Int64:
                for (var k = 0; k < tensor.Count; k++) tensor.Elements<long>()[k] = proto.Int64Data[k];
                break;
            case OnnxElementType.Int32:
                for (var k = 0; k < tensor.Count; k++) tensor.Elements<int>()[k] = proto.Int32Data[k];
                break;
            default:
                for (var k = 0; k < tensor.Count; k++) tensor.Bytes[k] = (byte)proto.Int32Data[k];
                if (tensor.Type == OnnxElementType.Bool) Normalize(tensor.Bytes);
                break;
        }
    }

    // Raw data hold 16 bits each, lists hold the same bits in wider integers.
    private static void FillFromHalves(TensorProto proto, ReadOnlySpan<byte> raw, Span<float> values)
    {
        var isBFloat16 = proto.DataType == (int)TensorProto.Types.DataType.Bfloat16;
        for (var k = 0; k < values.Length; k++)
        {
            var bits = raw.IsEmpty ? (ushort)proto.Int32Data[k] : BinaryPrimitives.ReadUInt16LittleEndian(raw[(2 * k)..]);
            values[k] = isBFloat16 ? BitConverter.UInt32BitsToSingle((uint)bits << 16) : (float)BitConverter.UInt16BitsToHalf(bits);
        }
    }

    // Operators rely on true being 1.
    private static void Normalize(Span<byte> bools)
    {
        foreach (ref var value in bools) value = value != 0 ? (byte)1 : (byte)0;
    }
}
