using System.Text.Json;

namespace Gannet.Cli.Tests.Commands.Data;

public sealed class DataStatsCommandTests
{
    [Fact]
    public async Task Counts_go_to_standard_output()
    {
        using var folder = new TemporaryFolder();
        VocFolder.Add(folder, "a");
        VocFolder.Add(folder, "b");
        var run = await CommandRun.Of("data", "stats", "--data", folder.Path);
        Assert.Equal(0, run.Code);
        Assert.Contains("cell: 2 boxes in 2 pictures", run.Output, StringComparison.Ordinal);

        using var json = JsonDocument.Parse((await CommandRun.Of("data", "stats", "--data", folder.Path, "--json", "-")).Output);
        Assert.Equal(2, json.RootElement.GetProperty("perClass").GetProperty("cell").GetProperty("boxes").GetInt32());
    }
}
