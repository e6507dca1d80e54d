namespace Gannet.Pages.Tests;

public sealed class MarkdownTests
{
    [Fact]
    public void Texts_are_no_markup() => Assert.Equal("a\\|b &lt;i\\> \\`\\*\\_\\[x\\]\\(y\\) c", Markdown.Text("a|b <i> `*_[x](y)\nc"));

    [Fact]
    public void A_table_has_a_line_per_row() => Assert.Equal("| a | b |\n|---|---|\n| 1 | \\| |\n", Markdown.Table(["a", "b"], [["1", "|"]]));
}
