using System.Text.Encodings.Web;
using System.Text.Json;
using Gannet.Cli.Output;
using Spectre.Console;

namespace Gannet.Cli.Commands;

/// <summary>The parts of the outside world that a command may use: where results go, where messages go, and the clock.</summary>
/// <param name="output">Results; standard output.</param>
/// <param name="error">Progress and messages; standard error.</param>
internal sealed class CommandContext(TextWriter output, TextWriter error)
{
    // Class names and paths stay readable: the JSON is never embedded in a web page.
    private static readonly JsonWriterOptions s_json = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lazy<IAnsiConsole> _console =
        new(() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) }));

    /// <summary>Results: what a script reads.</summary>
    public TextWriter Output { get; } = new PrintableWriter(output);

    /// <summary>Progress and messages: what a person reads.</summary>
    public TextWriter Error { get; } = new PrintableWriter(error);

    /// <summary><see cref="Error"/> with colours, tables and progress bars; made when first used.</summary>
    public IAnsiConsole Console => _console.Value;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The same without messages.</summary>
    public CommandContext Quiet() => new(output, TextWriter.Null) { Time = Time };

    /// <summary>The same without results and messages: another process has them.</summary>
    public CommandContext Silent() => new(TextWriter.Null, TextWriter.Null) { Time = Time };

    /// <summary>Writes JSON to a file, in one step, or to <see cref="Output"/> when it is <c>-</c>.</summary>
    /// <param name="target">The value of <c>--json</c>; null writes nothing.</param>
    /// <param name="write">Writes one JSON value.</param>
    public void WriteJson(string? target, Action<Utf8JsonWriter> write)
    {
        if (target is null) return;
        if (target != "-")
        {
            AtomicFile.Write(target, stream => Write(stream, write));
            return;
        }

        using var buffer = new MemoryStream();
        Write(buffer, write);
        output.Write(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    private static void Write(Stream stream, Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(stream, s_json)) write(json);
        stream.WriteByte((byte)'\n');
    }
}
