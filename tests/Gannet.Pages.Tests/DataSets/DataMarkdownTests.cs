using Gannet.Pages.DataSets;

namespace Gannet.Pages.Tests.DataSets;

public sealed class DataMarkdownTests
{
    [Fact]
    public void No_name_is_markup_and_no_name_breaks_a_table()
    {
        var text = DataMarkdown.Render(Reports.Full());
        Assert.Contains(@"\<img src=x onerror=alert(1)\>\|\*\_ \[a\](b)", text, StringComparison.Ordinal);
        Assert.DoesNotContain(" <img", text, StringComparison.Ordinal);
        Assert.Contains("## Labels to doubt", text, StringComparison.Ordinal);
        Assert.Contains("| .40 | cat: box beside cat 50% | 2.jpg | 10, 10, 40, 42 |", text, StringComparison.Ordinal);

        // Rows of one table have the same number of columns.
        foreach (var table in text.Split("\n\n").Where(static part => part.StartsWith("| ", StringComparison.Ordinal)))
            Assert.Single(table.Trim().Split('\n').Select(static row => row.Replace(@"\|", "", StringComparison.Ordinal).Count(static c => c == '|')).Distinct());
    }
}
