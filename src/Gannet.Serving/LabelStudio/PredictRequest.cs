using System.Text.Json;
using Gannet.Serving.Problems;
using Microsoft.AspNetCore.Http;

namespace Gannet.Serving.LabelStudio;

/// <summary>A request of Label Studio for predictions.</summary>
/// <param name="Config">The project's labelling configuration.</param>
/// <param name="Pictures">What each task says about its picture; null where it says nothing.</param>
internal sealed record PredictRequest(LabelConfig Config, IReadOnlyList<string?> Pictures)
{
    private const int MostTasks = 1000;

    // What Label Studio calls the data of a task that was imported without a name for them.
    private const string Unnamed = "$undefined$";

    /// <summary>Reads the body of <c>/predict</c>.</summary>
    /// <param name="body">The body.</param>
    /// <exception cref="ProblemException">400 or 422: it is not what Label Studio sends, or asks for too much.</exception>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static PredictRequest Parse(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var root = Object(document.RootElement, "the body");
        var config = LabelConfig.Parse(Text(root, "label_config") ?? throw Wrong("'label_config' is missing"));
        if (!root.TryGetProperty("tasks", out var tasks) || tasks.ValueKind != JsonValueKind.Array) throw Wrong("'tasks' is no array");
        if (tasks.GetArrayLength() > MostTasks) throw Wrong($"{tasks.GetArrayLength()} tasks are more than {MostTasks}; send fewer");
        return new(config, [.. tasks.EnumerateArray().Select(task => PictureOf(task, config.DataKey))]);
    }

    /// <summary>Reads the body of <c>/setup</c>: only the configuration matters, and it may be missing.</summary>
    /// <exception cref="ProblemException">400 or 422: it is not what Label Studio sends.</exception>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static void CheckSetup(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        if (Text(Object(document.RootElement, "the body"), "schema") is { Length: > 0 } schema) LabelConfig.Parse(schema);
    }

    private static string? PictureOf(JsonElement task, string key)
    {
        if (!Object(task, "a task").TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object) throw Wrong("a task has no 'data'");
        return Text(data, key) ?? Text(data, Unnamed);
    }

    private static JsonElement Object(JsonElement element, string what) => element.ValueKind == JsonValueKind.Object ? element : throw Wrong($"{what} is no object");

    private static string? Text(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String) return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException) // half a character
        {
            throw Wrong($"'{name}' is no valid text");
        }
    }

    private static ProblemException Wrong(string why) => new(StatusCodes.Status400BadRequest, $"This is not what Label Studio sends: {why}.");
}
