using Gannet.Cli.Commands;

namespace Gannet.Cli.Tests.Commands;

public class CommandContextTests
{
    [Fact]
    public void Json_goes_to_a_file_to_standard_output_or_nowhere()
    {
        using var folder = new TemporaryFolder();
        using var output = new StringWriter();
        var context = new CommandContext(output, TextWriter.Null);
        var path = folder.File("new/scores.json");

        context.WriteJson(null, static json => json.WriteNumberValue(1));
        Assert.Equal("", output.ToString());
        context.WriteJson("-", static json => json.WriteStringValue("Zähler"));
        Assert.Equal("\"Zähler\"\n", output.ToString());
        context.WriteJson(path, static json => json.WriteNumberValue(3));
        Assert.Equal("3\n", File.ReadAllText(path));
    }
}
