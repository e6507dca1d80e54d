namespace Gannet.Cli.Tests;

/// <summary>Text that tells when certain words were written, so that a test can press Ctrl+C at that moment.</summary>
internal sealed class WatchedWriter(string words, Action seen) : StringWriter
{
    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (value is not null && value.Contains(words, StringComparison.Ordinal)) seen();
    }
}
