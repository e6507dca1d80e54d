using System.Text.Json;

namespace Gannet.Cli.Tests.Commands;

public class DoctorCommandTests
{
    [Fact]
    public async Task Everything_that_Gannet_needs_is_found_and_named()
    {
        var run = await CommandRun.Of("doctor", "--json", "-");

        Assert.Equal((0, ""), (run.Code, run.Error));
        using var json = JsonDocument.Parse(run.Output);
        var findings = json.RootElement.EnumerateArray().ToDictionary(static f => f.GetProperty("topic").GetString()!);
        Assert.Equal(["System", "Processor", "Memory", ".NET", "libtorch", "BLAS", "CUDA", "c10d", "OpenCV", "Video", "Gannet's own"], findings.Keys);
        Assert.DoesNotContain("not loaded", run.Output, StringComparison.Ordinal);
        Assert.Contains("libtorch_cpu.so", findings["libtorch"].GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_for_people_has_a_line_for_each_finding()
    {
        var run = await CommandRun.Of("doctor");

        Assert.Equal(11, run.Output.Split('\n').Count(static line => line.Length > 4 && line[..4] is "ok  " or "slow"));
    }
}
