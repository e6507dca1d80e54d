using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using DataType = Gannet.Runtime.Format.TensorProto.Types.DataType;

namespace Gannet.Runtime.Format;

/// <summary>Writes an ONNX graph node by node; every method that adds a node returns its result.</summary>
/// <remarks>Constants of up to a few numbers are shared. Names say which section of the network a node belongs to.</remarks>
internal sealed partial class GraphBuilder
{
    private const int MostShared = 16; // elements of a constant

    private readonly GraphProto _graph = new() { Name = "detector" };
    private readonly Dictionary<string, GraphValue> _shared = [];
    private readonly Dictionary<string, int> _uses = [];
    private string _section = "";

    /// <summary>Adds an input.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Type of its elements.</param>
    /// <param name="dimensions">A length, or the name of one that differs from run to run.</param>
    public GraphValue Input(string name, DataType type, params ReadOnlySpan<Dimension> dimensions)
    {
        _graph.Input.Add(Describe(name, type, dimensions));
        return new(Take(name));
    }

    /// <summary>Makes <paramref name="value"/> an output.</summary>
    public void Output(GraphValue value, string name, DataType type, params ReadOnlySpan<Dimension> dimensions)
    {
        var node = new NodeProto { OpType = "Identity", Name = Take(name + "_output") };
        node.Input.Add(value.Name);
        node.Output.Add(Take(name));
        _graph.Node.Add(node);
        _graph.Output.Add(Describe(name, type, dimensions));
    }

    /// <summary>From now on, nodes belong to this section, such as <c>proposals</c>.</summary>
    public void Section(string name) => _section = name;

    /// <summary>Adds a node with one result.</summary>
    /// <param name="op">ONNX's name of the operator.</param>
    /// <param name="inputs">Its inputs; trailing ones that are left out are not written.</param>
    /// <param name="attributes">Names and values: long, float, string or arrays of numbers.</param>
    public GraphValue Node(string op, ReadOnlySpan<GraphValue> inputs, params ReadOnlySpan<(string Name, object Value)> attributes) =>
        Nodes(op, 1, inputs, attributes)[0];

    /// <summary>Adds a node with several results.</summary>
    public GraphValue[] Nodes(string op, int outputs, ReadOnlySpan<GraphValue> inputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var name = Unused(_section.Length > 0 ? $"{_section}/{op}" : op);
        var node = new NodeProto { OpType = op, Name = name };
        foreach (var input in inputs) node.Input.Add(input.Name);
        while (node.Input.Count > 0 && node.Input[^1].Length == 0) node.Input.RemoveAt(node.Input.Count - 1);
        GraphValue[] results = [.. Enumerable.Range(0, outputs).Select(k => new GraphValue(outputs == 1 ? name : $"{name}:{k}"))];
        foreach (var result in results) node.Output.Add(result.Name);
        foreach (var (key, value) in attributes) node.Attribute.Add(Attribute(key, value));
        _graph.Node.Add(node);
        return results;
    }

    /// <summary>Adds a constant.</summary>
    /// <param name="values">Its elements in row-major order.</param>
    /// <param name="shape">Its shape; none for a scalar.</param>
    /// <param name="name">Its name if it is a weight; null to share it with equal ones.</param>
    public GraphValue Constant<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> shape, string? name = null) where T : unmanaged
    {
        var type = TypeOf<T>();
        var isShared = name is null && values.Length <= MostShared;
        var key = isShared ? $"{type}[{string.Join(',', shape.ToArray())}]{Convert.ToHexString(MemoryMarshal.AsBytes(values))}" : "";
        if (isShared && _shared.TryGetValue(key, out var known)) return known;
        var tensor = new TensorProto { Name = Unused(name ?? "constant"), DataType = (int)type, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)) };
        tensor.Dims.AddRange(shape.ToArray());
        _graph.Initializer.Add(tensor);
        var value = new GraphValue(tensor.Name);
        if (isShared) _shared[key] = value;
        return value;
    }

    /// <summary>The finished model.</summary>
    /// <param name="opset">Version of ONNX's operators.</param>
    /// <param name="producerVersion">Version of the program that wrote it.</param>
    /// <param name="metadata">What else to tell, by name.</param>
    public ModelProto Build(int opset, string producerVersion, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        // Stages make a constant before they know whether they need it; ONNX Runtime warns of those that nobody reads.
        var read = _graph.Node.SelectMany(static node => node.Input).Concat(_graph.Output.Select(static output => output.Name)).ToHashSet();
        for (var k = _graph.Initializer.Count - 1; k >= 0; k--)
        {
            if (!read.Contains(_graph.Initializer[k].Name)) _graph.Initializer.RemoveAt(k);
        }

        var model = new ModelProto { IrVersion = 8, ProducerName = "Gannet", ProducerVersion = producerVersion, Graph = _graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = opset });
        foreach (var (key, value) in metadata) model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        return model;
    }

    private static ValueInfoProto Describe(string name, DataType type, ReadOnlySpan<Dimension> dimensions)
    {
        var shape = new TensorShapeProto();
        foreach (var dimension in dimensions)
        {
            shape.Dim.Add(dimension.Name is { } symbol
                ? new TensorShapeProto.Types.Dimension { DimParam = symbol }
                : new TensorShapeProto.Types.Dimension { DimValue = dimension.Length });
        }

        return new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)type, Shape = shape } } };
    }

    private static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case long i:
                (attribute.Type, attribute.I) = (AttributeProto.Types.AttributeType.Int, i);
                break;
            case float f:
                (attribute.Type, attribute.F) = (AttributeProto.Types.AttributeType.Float, f);
                break;
            case string s:
                (attribute.Type, attribute.S) = (AttributeProto.Types.AttributeType.String, ByteString.CopyFromUtf8(s));
                break;
            case long[] ints:
                attribute.Type = AttributeProto.Types.AttributeType.Ints;
                attribute.Ints.AddRange(ints);
                break;
            default:
                throw new ArgumentException($"{value.GetType().Name} is not a type of attribute '{name}'.", nameof(value));
        }

        return attribute;
    }

    private static DataType TypeOf<T>() where T : unmanaged => default(T) switch
    {
        float => DataType.Float,
        double => DataType.Double,
        long => DataType.Int64,
        int => DataType.Int32,
        bool => DataType.Bool,
        _ => throw new NotSupportedException($"{typeof(T).Name} has no form in ONNX."),
    };

    private string Take(string name) => _uses.TryAdd(name, 1) ? name : throw new ArgumentException($"There already is a '{name}' in the graph.", nameof(name));

    private string Unused(string name)
    {
        if (_uses.TryAdd(name, 1)) return name;
        string numbered;
        do numbered = string.Create(CultureInfo.InvariantCulture, $"{name}_{_uses[name]++}");
        while (!_uses.TryAdd(numbered, 1));
        return numbered;
    }
}

/// <summary>The length of a dimension of an input or output.</summary>
/// <param name="Length">The length where it is fixed.</param>
/// <param name="Name">A name for a length that differs from run to run.</param>
internal readonly record struct Dimension(long Length, string? Name)
{
    public static implicit operator Dimension(long length) => new(length, null);

    public static implicit operator Dimension(string name) => new(0, name);
}
