using Gannet.Runtime.Graphs;
using Gannet.Runtime.Tensors;
using Google.Protobuf;

namespace Gannet.Runtime.Format;

/// <summary>Reads an ONNX file: what it says about itself, and its graph.</summary>
internal static class ModelReader
{
    /// <summary>Versions of the operator set whose operators have the meaning that is built in.</summary>
    public const int OldestOpset = 7, NewestOpset = 22;

    /// <exception cref="InvalidDataException">The bytes are no ONNX file, or one of an unknown version.</exception>
    public static ModelProto Parse(ReadOnlySpan<byte> bytes)
    {
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException("it is no ONNX file, or it is truncated", e);
        }

        if (model.Graph is null) throw new InvalidDataException(bytes.IsEmpty ? "it is empty" : "it holds no graph");
        return model;
    }

    /// <summary>The graph, checked but not changed.</summary>
    /// <exception cref="InvalidDataException">Its operator set is unknown, or its wiring or its constants are wrong.</exception>
    public static Graph ReadGraph(ModelProto model)
    {
        var versions = model.OpsetImport.Where(static set => set.Domain is "" or "ai.onnx").Select(static set => set.Version).ToArray();
        if (versions is not [>= OldestOpset and <= NewestOpset and var opset])
            throw new InvalidDataException($"the operator set {(versions.Length == 0 ? "of ONNX is not named" : string.Join(", ", versions))} (known are {OldestOpset} to {NewestOpset})");
        return new GraphReader((int)opset).Read(model.Graph, new HashSet<string>());
    }

    /// <summary>What the graph says about an input or output.</summary>
    /// <exception cref="InvalidDataException">It is no tensor, or of an unknown type.</exception>
    public static OnnxValueInfo Describe(ValueInfoProto value)
    {
        if (value.Type?.TensorType is not { } type) throw new InvalidDataException($"'{value.Name}' is no tensor");
        try
        {
            var dimensions = type.Shape?.Dim.Select(static dim => dim.ValueCase switch
            {
                TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue => new OnnxDimension(TensorShape.From([dim.DimValue])[0], null),
                TensorShapeProto.Types.Dimension.ValueOneofCase.DimParam when dim.DimParam.Length > 0 => new OnnxDimension(null, dim.DimParam),
                _ => default,
            }).ToArray();
            return new(value.Name, ElementTypes.FromCode(type.ElemType), dimensions);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{value.Name}': {e.Message}", e);
        }
    }
}
