using System.Runtime.InteropServices;
using System.Text.Json;
using Gannet.Serving.Models;

namespace Gannet.Serving.OpenInference;

/// <summary>An answer of the V2 protocol: JSON, then the outputs that were wanted in binary.</summary>
internal sealed class InferResponse
{
    private static readonly (string Name, string Datatype, long[] Shape)[] s_outputs =
        [("boxes", "FP32", [-1, 4]), ("scores", "FP32", [-1]), ("labels", "INT64", [-1]), ("counts", "INT64", [-1])];

    private readonly List<Tensor> _outputs = [];

    /// <summary>The objects of all pictures, one after another, and their number in each picture.</summary>
    /// <param name="request">The request.</param>
    /// <param name="pictures">The objects of each of its pictures.</param>
    /// <exception cref="Problems.ProblemException">400: it wants an output that there is not.</exception>
    public InferResponse(InferRequest request, IReadOnlyList<IReadOnlyList<DetectedObject>> pictures)
    {
        List<DetectedObject> all = [.. pictures.SelectMany(static found => found)];
        foreach (var (name, isBinary) in request.Outputs ?? [.. s_outputs.Select(static output => (output.Name, (bool?)null))])
        {
            Tensor output = name switch
            {
                "boxes" => Floats(name, [all.Count, 4], [.. all.SelectMany(static d => (float[])[d.Box.X1, d.Box.Y1, d.Box.X2, d.Box.Y2])]),
                "scores" => Floats(name, [all.Count], [.. all.Select(static d => d.Score)]),
                "labels" => Integers(name, [.. all.Select(static d => (long)d.Label)]),
                "counts" => Integers(name, [.. pictures.Select(static found => (long)found.Count)]),
                _ => throw InferRequest.Wrong($"there is no output '{name}', but {string.Join(", ", s_outputs.Select(static o => o.Name))}"),
            };
            _outputs.Add(output with { IsBinary = isBinary ?? request.IsBinary });
        }
    }

    /// <summary>The bytes after the JSON.</summary>
    public IEnumerable<byte[]> Binary => _outputs.Where(static output => output.IsBinary).Select(static output => output.Bytes);

    /// <summary>Writes what the model takes and gives.</summary>
    public static void WriteMetadata(Utf8JsonWriter json, ModelVersion version)
    {
        json.WriteStartObject();
        json.WriteString("name", version.Name);
        json.WriteStartArray("versions");
        json.WriteStringValue(version.Version);
        json.WriteEndArray();
        json.WriteString("platform", version.Model.Platform);
        json.WriteStartArray("inputs");
        WriteTensor(json, InferRequest.InputName, "BYTES", [-1]);
        json.WriteEndArray();
        json.WriteStartArray("outputs");
        foreach (var (name, datatype, shape) in s_outputs) WriteTensor(json, name, datatype, shape);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes the JSON.</summary>
    public void Write(Utf8JsonWriter json, ModelVersion version, string? id)
    {
        json.WriteStartObject();
        json.WriteString("model_name", version.Name);
        json.WriteString("model_version", version.Version);
        if (id is not null) json.WriteString("id", id);
        json.WriteStartArray("outputs");
        foreach (var output in _outputs) output.Write(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static Tensor Floats(string name, long[] shape, float[] values) =>
        new(name, "FP32", shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), json => { foreach (var value in values) json.WriteNumberValue(value); });

    private static Tensor Integers(string name, long[] values) =>
        new(name, "INT64", [values.Length], MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), json => { foreach (var value in values) json.WriteNumberValue(value); });

    private static void WriteTensor(Utf8JsonWriter json, string name, string datatype, long[] shape)
    {
        json.WriteStartObject();
        WriteHead(json, name, datatype, shape);
        json.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter json, string name, string datatype, long[] shape)
    {
        json.WriteString("name", name);
        json.WriteString("datatype", datatype);
        json.WriteStartArray("shape");
        foreach (var length in shape) json.WriteNumberValue(length);
        json.WriteEndArray();
    }

    // Bytes are little-endian, as the machines that .NET runs on.
    private sealed record Tensor(string Name, string Datatype, long[] Shape, byte[] Bytes, Action<Utf8JsonWriter> WriteValues)
    {
        public bool IsBinary { get; init; }

        public void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            WriteHead(json, Name, Datatype, Shape);
            if (IsBinary)
            {
                json.WriteStartObject("parameters");
                json.WriteNumber("binary_data_size", Bytes.Length);
                json.WriteEndObject();
            }
            else
            {
                json.WriteStartArray("data");
                WriteValues(json);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }
    }
}
