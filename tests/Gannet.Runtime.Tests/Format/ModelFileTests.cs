using Gannet.Runtime.Format;
using Google.Protobuf;
using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Format;

public sealed class ModelFileTests
{
    private const int Large = 2000; // floats: more than are left to protobuf's parser

    [Fact]
    public void Large_numbers_are_read_apart_and_everything_else_as_protobuf_reads_it()
    {
        var graph = Sum(Large).Constant("small", Floats(3, 7));
        var file = ModelFile.Read(new MemoryStream(graph.Bytes));
        var expected = ModelProto.Parser.ParseFrom(graph.Bytes);
        Assert.True(expected.Graph.Initializer[0].RawData.Span.SequenceEqual(file.LargeData(file.Model.Graph.Initializer[0])!.Bytes));
        Assert.Null(file.LargeData(file.Model.Graph.Initializer[1]));
        expected.Graph.Initializer[0].RawData = ByteString.Empty;
        Assert.Equal(expected, file.Model);
    }

    [Fact]
    public void The_order_of_fields_does_not_matter()
    {
        var (x, tensor) = (Floats(1, Large), SmallGraph.Tensor("w", Floats(2, Large)));
        var raw = Field(TensorProto.RawDataFieldNumber, tensor.RawData.ToByteArray());
        tensor.RawData = ByteString.Empty;
        var graph = Sum(Large);
        graph.Model.Graph.Initializer.Clear();
        // The numbers before the shape, as some writers have them, and in a second part of the graph.
        byte[] whole = [.. graph.Bytes, .. Field(ModelProto.GraphFieldNumber, Field(GraphProto.InitializerFieldNumber, [.. raw, .. tensor.ToByteArray()]))];
        using var session = OnnxSession.Load(whole);
        using var usual = OnnxSession.Load(Sum(Large).Bytes);
        var inputs = new Dictionary<string, OnnxTensor> { ["x"] = x };
        Assert.Equal(usual.Run(inputs)["y"].AsSpan<float>(), session.Run(inputs)["y"].AsSpan<float>());
    }

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(int.MaxValue)]
    public void A_constant_cannot_be_longer_than_the_file(int length)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            foreach (var field in (int[])[ModelProto.GraphFieldNumber, GraphProto.InitializerFieldNumber, TensorProto.RawDataFieldNumber])
            {
                output.WriteTag(field, WireFormat.WireType.LengthDelimited);
                output.WriteLength(length);
            }
        }

        Assert.Contains("truncated", Assert.Throws<InvalidDataException>(() => OnnxSession.Load(bytes.ToArray())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_is_read_from_where_it_is()
    {
        var bytes = Sum(Large).Bytes;
        using var stream = new MemoryStream([1, 2, 3, .. bytes]) { Position = 3 };
        using var session = OnnxSession.Load(stream);
        Assert.Equal("x", session.Inputs[0].Name);
    }

    [Fact]
    public void Large_numbers_have_the_length_that_their_shape_asks_for()
    {
        var graph = Sum(Large);
        graph.Model.Graph.Initializer[0].Dims[0]--;
        Assert.Contains($"has {Large - 1} elements, but {Large} are given", Assert.Throws<InvalidDataException>(() => OnnxSession.Load(graph.Bytes)).Message, StringComparison.Ordinal);
    }

    private static byte[] Field(int number, byte[] contents)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            output.WriteTag(number, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(contents));
        }

        return bytes.ToArray();
    }

    private static SmallGraph Sum(int count) =>
        new SmallGraph().Input("x", Floats(1, count)).Constant("w", Floats(2, count)).Node("Add", ["x", "w"], ["y"]).Output("y");
}
