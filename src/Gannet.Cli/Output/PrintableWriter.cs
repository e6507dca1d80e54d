using System.Text;

namespace Gannet.Cli.Output;

/// <summary>Passes text on as <see cref="Printable.Text"/>; commands write to a terminal only through this.</summary>
internal sealed class PrintableWriter : TextWriter
{
    private readonly TextWriter _inner;

    // The same line ends on every system: a script compares what two of them wrote.
    public PrintableWriter(TextWriter inner)
    {
        _inner = inner;
        NewLine = inner.NewLine = "\n";
    }

    public override Encoding Encoding => _inner.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value)
    {
        if (value is not null) _inner.Write(Printable.Text(value));
    }

    // One write per line, so that lines of several threads do not mix.
    public override void WriteLine(string? value) => _inner.WriteLine(Printable.Text(value ?? ""));

    public override void Flush() => _inner.Flush();
}
