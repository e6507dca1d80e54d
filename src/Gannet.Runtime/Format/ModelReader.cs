using Gannet.Runtime.Graphs;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Format;

/// <summary>What an ONNX file says about itself, and its graph.</summary>
internal static class ModelReader
{
    /// <summary>Versions of the operator set whose operators have the meaning that is built in.</summary>
    public const int OldestOpset = 7, NewestOpset = 22;

    /// <summary>The graph, checked but not changed.</summary>
    /// <exception cref="InvalidDataException">Its operator set is unknown, or its wiring or its constants are wrong.</exception>
    public static Graph ReadGraph(ModelFile file)
    {
        var model = file.Model;
        var versions = model.OpsetImport.Where(static set => set.Domain is "" or "ai.onnx").Select(static set => set.Version).ToArray();
        if (versions is not [>= OldestOpset and <= NewestOpset and var opset])
            throw new InvalidDataException($"the operator set {(versions.Length == 0 ? "of ONNX is not named" : string.Join(", ", versions))} (known are {OldestOpset} to {NewestOpset})");
        return new GraphReader((int)opset, file.LargeData).Read(model.Graph, new HashSet<string>());
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
