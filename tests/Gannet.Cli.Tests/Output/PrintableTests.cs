using Gannet.Cli.Output;

namespace Gannet.Cli.Tests.Output;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("plain, Größe 3×4, 細胞", "plain, Größe 3×4, 細胞")]
    [InlineData("\u001b[2Jx\rbell\a", "\\u001b[2Jx\\u000dbell\\u0007")]
    [InlineData("c1 \u009b, turned \u202e", "c1 \\u009b, turned \\u202e")]
    [InlineData("two\nlines\t", "two\nlines\t")]
    public void Commands_to_the_terminal_are_shown_not_sent(string text, string shown)
    {
        Assert.Equal(shown, Printable.Text(text));
        using var inner = new StringWriter();
        using (var writer = new PrintableWriter(inner)) writer.WriteLine(text);
        Assert.Equal(shown + "\n", inner.ToString());
    }

    [Fact]
    public void A_line_stays_one_line() => Assert.Equal("two\\u000alines\\u0009", Printable.Line("two\nlines\t"));
}
