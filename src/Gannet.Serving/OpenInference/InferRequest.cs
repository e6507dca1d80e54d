using System.Text.Json;
using Gannet.Serving.Problems;
using Microsoft.AspNetCore.Http;

namespace Gannet.Serving.OpenInference;

/// <summary>A request of the V2 protocol's <c>/infer</c>.</summary>
/// <remarks>
/// Read token by token: a document of all tokens would take several times the memory of the body. Data are remembered as bytes, since their
/// type and shape may come after them.
/// </remarks>
internal sealed class InferRequest
{
    public const string InputName = "image";

    /// <summary>What the client calls the request; null for nothing.</summary>
    public string? Id { get; private set; }

    /// <summary>Lowest probability, from the parameter <c>score</c>; null for the service's.</summary>
    public float? Score { get; private set; }

    /// <summary>The pictures.</summary>
    public InferInput Input { get; private set; } = new("", []);

    /// <summary>Whether outputs are binary unless they say otherwise, from the parameter <c>binary_data_output</c>.</summary>
    public bool IsBinary { get; private set; }

    /// <summary>The wanted outputs, each binary or not; null for all.</summary>
    public IReadOnlyList<(string Name, bool? IsBinary)>? Outputs { get; private set; }

    /// <summary>Reads a request.</summary>
    /// <param name="body">The body.</param>
    /// <param name="jsonLength">Length of the JSON at its start, after which binary tensors follow.</param>
    /// <exception cref="ProblemException">400: it is not what the protocol says.</exception>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static InferRequest Parse(ReadOnlyMemory<byte> body, int jsonLength)
    {
        var request = new InferRequest();
        var (json, binary) = (body[..jsonLength], body[jsonLength..]);
        var reader = new Utf8JsonReader(json.Span);
        var hasInput = false;
        Start(ref reader);
        while (Property(ref reader) is { } name)
        {
            switch (name)
            {
                case "id": request.Id = Text(ref reader, "id"); break;
                case "parameters": request.ReadParameters(ref reader); break;
                case "outputs": request.Outputs = ReadOutputs(ref reader); break;
                case "inputs":
                    request.Input = ReadInputs(ref reader, json, ref binary);
                    hasInput = true;
                    break;
                default: reader.Skip(); break;
            }
        }

        if (reader.Read()) throw Wrong("the JSON goes on after its end"); // the reader itself rejects it
        if (!hasInput) throw Wrong($"it has no 'inputs'; the model takes one, '{InputName}'");
        return binary.IsEmpty ? request : throw Wrong($"{binary.Length} bytes follow the JSON that no input claims");
    }

    /// <summary>A request that breaks the protocol.</summary>
    public static ProblemException Wrong(string why) => new(StatusCodes.Status400BadRequest, $"The inference request is wrong: {why}.");

    private void ReadParameters(ref Utf8JsonReader reader)
    {
        Start(ref reader);
        while (Property(ref reader) is { } name)
        {
            if (name == "score") Score = ReadScore(ref reader);
            else if (name == "binary_data_output") IsBinary = Flag(ref reader, name);
            else reader.Skip();
        }
    }

    private static float ReadScore(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetSingle(out var score) && score is >= 0 and <= 1
            ? score : throw Wrong("the parameter 'score' is no number from 0 to 1");
    }

    private static List<(string Name, bool? IsBinary)> ReadOutputs(ref Utf8JsonReader reader)
    {
        var outputs = new List<(string, bool?)>();
        Array(ref reader, "outputs");
        while (Next(ref reader))
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw Wrong("'outputs' holds something that is no object");
            var (output, isBinary) = ((string?)null, (bool?)null);
            while (Property(ref reader) is { } name)
            {
                if (name == "name") output = Text(ref reader, name);
                else if (name == "parameters") isBinary = ReadFlag(ref reader, "binary_data");
                else reader.Skip();
            }

            if (outputs.Count == 16) throw Wrong("'outputs' has too many entries");
            outputs.Add((output ?? throw Wrong("an output has no name"), isBinary));
        }

        return outputs;
    }

    private static InferInput ReadInputs(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, ref ReadOnlyMemory<byte> binary)
    {
        InferInput? input = null;
        Array(ref reader, "inputs");
        while (Next(ref reader))
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw Wrong("'inputs' holds something that is no object");
            if (input is not null) throw Wrong($"it has several inputs; the model takes one, '{InputName}'");
            input = ReadInput(ref reader, json, ref binary);
        }

        return input ?? throw Wrong($"'inputs' is empty; the model takes one, '{InputName}'");
    }

    private static InferInput ReadInput(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, ref ReadOnlyMemory<byte> binary)
    {
        var (title, datatype, shape, data, size) = ((string?)null, (string?)null, (List<long>?)null, default(ReadOnlyMemory<byte>), (long?)null);
        while (Property(ref reader) is { } name)
        {
            switch (name)
            {
                case "name": title = Text(ref reader, name); break;
                case "datatype": datatype = Text(ref reader, name); break;
                case "shape": shape = Shape(ref reader); break;
                case "parameters": size = ReadSize(ref reader); break;
                case "data":
                    Array(ref reader, name);
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    data = json[start..(int)reader.BytesConsumed];
                    break;
                default: reader.Skip(); break;
            }
        }

        if (title != InputName) throw Wrong($"there is no input '{title}'; the model takes '{InputName}'");
        if (datatype is not ("BYTES" or "UINT8")) throw Wrong($"'{InputName}' is {datatype ?? "of no type"}; send BYTES (picture files) or UINT8 (pixels)");
        if (shape is null) throw Wrong($"'{InputName}' has no shape");
        if (size is null) return data.IsEmpty ? throw Wrong($"'{InputName}' has no data") : new(datatype, shape) { Json = data };
        if (!data.IsEmpty) throw Wrong($"'{InputName}' has both data and a binary_data_size");
        if (size < 0 || size > binary.Length) throw Wrong($"'{InputName}' claims {size} of {binary.Length} bytes that follow the JSON");
        var claimed = binary[..(int)size];
        binary = binary[(int)size..];
        return new(datatype, shape) { Binary = claimed };
    }

    private static List<long> Shape(ref Utf8JsonReader reader)
    {
        var shape = new List<long>();
        Array(ref reader, "shape");
        while (Next(ref reader))
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var length) || length < 1 || shape.Count == 4)
                throw Wrong("a shape has at most four numbers, all of them positive");
            shape.Add(length);
        }

        return shape;
    }

    private static long? ReadSize(ref Utf8JsonReader reader)
    {
        long? size = null;
        Start(ref reader);
        while (Property(ref reader) is { } name)
        {
            if (name != "binary_data_size")
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            size = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : throw Wrong("'binary_data_size' is no number");
        }

        return size;
    }

    private static bool? ReadFlag(ref Utf8JsonReader reader, string wanted)
    {
        bool? flag = null;
        Start(ref reader);
        while (Property(ref reader) is { } name)
        {
            if (name == wanted) flag = Flag(ref reader, name);
            else reader.Skip();
        }

        return flag;
    }

    private static bool Flag(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        return reader.TokenType is JsonTokenType.True or JsonTokenType.False ? reader.GetBoolean() : throw Wrong($"'{name}' is neither true nor false");
    }

    private static string Text(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String) throw Wrong($"'{name}' is no text");
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException) // half a character
        {
            throw Wrong($"'{name}' is no valid text");
        }
    }

    private static void Start(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw Wrong("an object is missing");
    }

    private static void Array(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray) throw Wrong($"'{name}' is no array");
    }

    // The next element of an array; false at its end.
    private static bool Next(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    // The name of the next property; null at the end of the object. A name of half a character is nobody's.
    private static string? Property(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName) return null;
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }
}
