using System.Text;
using Gannet.Runtime.Format;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Graphs;

/// <summary>The attributes of a node, by name, with the defaults of whoever asks.</summary>
internal sealed class NodeAttributes(IReadOnlyDictionary<string, AttributeProto> attributes)
{
    public static NodeAttributes None { get; } = new(new Dictionary<string, AttributeProto>());

    /// <exception cref="InvalidDataException">A name occurs twice.</exception>
    public static NodeAttributes Of(IEnumerable<AttributeProto> attributes)
    {
        var byName = new Dictionary<string, AttributeProto>();
        foreach (var attribute in attributes)
        {
            if (!byName.TryAdd(attribute.Name, attribute)) throw new InvalidDataException($"the attribute '{attribute.Name}' occurs twice");
        }

        return new(byName);
    }

    public bool Has(string name) => attributes.ContainsKey(name);

    public long Integer(string name, long otherwise) => attributes.TryGetValue(name, out var a) ? a.I : otherwise;

    public int Int32(string name, int otherwise) => Integer(name, otherwise) is >= int.MinValue and <= int.MaxValue and var value
        ? (int)value
        : throw new InvalidDataException($"the attribute '{name}' is too large");

    public bool Flag(string name, bool otherwise = false) => Integer(name, otherwise ? 1 : 0) != 0;

    public float Number(string name, float otherwise) => attributes.TryGetValue(name, out var a) ? a.F : otherwise;

    public string Text(string name, string otherwise) => attributes.TryGetValue(name, out var a) ? Encoding.UTF8.GetString(a.S.Span) : otherwise;

    public long[]? Integers(string name) => attributes.TryGetValue(name, out var a) ? [.. a.Ints] : null;

    public float[]? Numbers(string name) => attributes.TryGetValue(name, out var a) ? [.. a.Floats] : null;

    public Tensor? Tensor(string name) => attributes.TryGetValue(name, out var a) ? a.T is null ? throw Missing(name) : TensorReader.Read(a.T) : null;

    public GraphProto Graph(string name) => attributes.TryGetValue(name, out var a) && a.G is not null ? a.G : throw Missing(name);

    /// <summary>All graphs among the attributes.</summary>
    public IEnumerable<(string Name, GraphProto Graph)> Graphs() =>
        attributes.Values.Where(static a => a.G is not null).Select(static a => (a.Name, a.G));

    /// <exception cref="InvalidDataException">It is absent.</exception>
    public long RequiredInteger(string name) => attributes.TryGetValue(name, out var a) ? a.I : throw Missing(name);

    /// <exception cref="InvalidDataException">It is absent.</exception>
    public long[] RequiredIntegers(string name) => Integers(name) ?? throw Missing(name);

    private static InvalidDataException Missing(string name) => new($"the attribute '{name}' is missing");
}
