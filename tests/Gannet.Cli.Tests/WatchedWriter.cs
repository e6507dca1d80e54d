namespace Gannet.Cli.Tests;

/// <summary>A writer that calls back when certain words are written, so a test can send Ctrl+C at that moment.</summary>
internal sealed class WatchedWriter(string words, Action seen) : StringWriter
{
    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (value is not null && value.Contains(words, StringComparison.Ordinal)) seen();
    }
}
