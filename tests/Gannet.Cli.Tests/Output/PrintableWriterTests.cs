using Gannet.Cli.Output;

namespace Gannet.Cli.Tests.Output;

public sealed class PrintableWriterTests
{
    [Fact]
    public void Lines_end_alike_on_every_system()
    {
        using var text = new StringWriter { NewLine = "\r\n" };
        using var writer = new PrintableWriter(text);
        writer.WriteLine("one");
        writer.WriteLine("two\r\nthree");
        writer.WriteLine();
        writer.Write("four\r\n");
        Assert.Equal("one\ntwo\nthree\n\nfour\n", text.ToString());
    }

    [Fact]
    public void Letters_pass_and_commands_do_not()
    {
        using var text = new StringWriter();
        using var writer = new PrintableWriter(text);
        writer.WriteLine("Übersicht · 細胞 \u001b[2J \r");
        Assert.Equal("Übersicht · 細胞 \\u001b[2J \\u000d\n", text.ToString());
    }
}
