using Gannet.Runtime.Format;
using Google.Protobuf;

namespace Gannet.Runtime.Tests;

/// <summary>Writes a graph of a few nodes as a file, with the tensors to run it on.</summary>
internal sealed class SmallGraph(int opset = 13)
{
    public ModelProto Model { get; } = new()
    {
        IrVersion = 8,
        Graph = new GraphProto { Name = "small" },
        OpsetImport = { new OperatorSetIdProto { Version = opset } },
    };

    public Dictionary<string, OnnxTensor> Inputs { get; } = [];

    public byte[] Bytes => Model.ToByteArray();

    /// <summary>An input whose axes have no fixed lengths.</summary>
    public SmallGraph Input(string name, OnnxTensor value)
    {
        Inputs[name] = value;
        Model.Graph.Input.Add(Info(name, value.ElementType, value.Shape.Count));
        return this;
    }

    /// <summary>A map that reaches the nodes through a convolution, so that they meet it with channels last.</summary>
    public SmallGraph Map(string name, OnnxTensor value)
    {
        var channels = value.Shape[1];
        var identity = new float[channels * channels];
        for (var c = 0; c < channels; c++) identity[c * channels + c] = 1;
        return Input($"{name}.pixels", value).Constant($"{name}.identity", OnnxTensor.From<float>(identity, channels, channels, 1, 1))
            .Node("Conv", [$"{name}.pixels", $"{name}.identity"], [name]);
    }

    public SmallGraph Constant(string name, OnnxTensor value)
    {
        Model.Graph.Initializer.Add(Tensor(name, value));
        return this;
    }

    public SmallGraph Node(string opType, string[] inputs, string[] outputs, params (string Name, object Value)[] attributes)
    {
        var node = NodeOf(opType, inputs, outputs, attributes);
        if (Model.Graph.Node.Any(other => other.Name == node.Name)) node.Name += Model.Graph.Node.Count; // ONNX Runtime wants each name once
        Model.Graph.Node.Add(node);
        return this;
    }

    public SmallGraph Output(string name, OnnxElementType type = OnnxElementType.Float)
    {
        Model.Graph.Output.Add(Info(name, type, null));
        return this;
    }

    public static NodeProto NodeOf(string opType, string[] inputs, string[] outputs, params (string Name, object Value)[] attributes)
    {
        var node = new NodeProto { OpType = opType, Name = opType.ToLowerInvariant(), Input = { inputs }, Output = { outputs } };
        foreach (var (name, value) in attributes) node.Attribute.Add(Attribute(name, value));
        return node;
    }

    public static ValueInfoProto Info(string name, OnnxElementType type, int? rank)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type };
        if (rank is { } axes)
        {
            tensor.Shape = new TensorShapeProto();
            for (var axis = 0; axis < axes; axis++) tensor.Shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = $"{name}{axis}" });
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    public static TensorProto Tensor(string name, OnnxTensor value)
    {
        var proto = new TensorProto { Name = name, DataType = (int)value.ElementType, RawData = ByteString.CopyFrom(value.Tensor.Bytes) };
        foreach (var length in value.Shape) proto.Dims.Add(length);
        return proto;
    }

    private static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case int i:
                (attribute.I, attribute.Type) = (i, AttributeProto.Types.AttributeType.Int);
                break;
            case float f:
                (attribute.F, attribute.Type) = (f, AttributeProto.Types.AttributeType.Float);
                break;
            case string s:
                (attribute.S, attribute.Type) = (ByteString.CopyFromUtf8(s), AttributeProto.Types.AttributeType.String);
                break;
            case int[] list:
                attribute.Ints.AddRange(list.Select(static i => (long)i));
                attribute.Type = AttributeProto.Types.AttributeType.Ints;
                break;
            case float[] list:
                attribute.Floats.AddRange(list);
                attribute.Type = AttributeProto.Types.AttributeType.Floats;
                break;
            case OnnxTensor tensor:
                (attribute.T, attribute.Type) = (Tensor("", tensor), AttributeProto.Types.AttributeType.Tensor);
                break;
            case GraphProto graph:
                (attribute.G, attribute.Type) = (graph, AttributeProto.Types.AttributeType.Graph);
                break;
            default:
                throw new ArgumentException($"No attribute holds a {value.GetType().Name}.", nameof(value));
        }

        return attribute;
    }
}
