using System.Text;

namespace Gannet.Cli.Output;

/// <summary>Passes text on as <see cref="Printable.Text"/>; commands write to a terminal only through this.</summary>
internal sealed class PrintableWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value)
    {
        if (value is not null) inner.Write(Printable.Text(value));
    }

    // One write per line, so that lines of several threads do not mix.
    public override void WriteLine(string? value) => inner.WriteLine(Printable.Text(value ?? ""));

    public override void Flush() => inner.Flush();
}
