namespace Gannet.Cli.Tests.Parsing;

public class CommandLineTests
{
    [Fact]
    public async Task The_version_is_a_result()
    {
        var run = await CommandRun.Of("--version");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Matches(@"^gannet \d+\.\d+\.\d+\n$", run.Output);
    }

    [Fact]
    public async Task Help_is_a_result_and_lists_the_commands()
    {
        var run = await CommandRun.Of("--help");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("doctor", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_command_the_commands_are_shown_as_an_error()
    {
        var run = await CommandRun.Of();

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains("doctor", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gannet: 'docter' is not a command of 'gannet' (did you mean 'doctor'?); see 'gannet --help'.", "docter")]
    [InlineData("gannet: 'zzzzzz' is not a command of 'gannet'; see 'gannet --help'.", "zzzzzz")]
    [InlineData("gannet: '--jsno' is not an option of 'gannet doctor' (did you mean '--json'?); see 'gannet doctor --help'.", "doctor", "--jsno", "x")]
    [InlineData("gannet: '--jsno=x' is not an option of 'gannet doctor' (did you mean '--json'?); see 'gannet doctor --help'.", "doctor", "--jsno=x")]
    [InlineData("gannet: '--verbos' is not an option of 'gannet doctor' (did you mean '--verbose'?); see 'gannet doctor --help'.", "doctor", "--json", "--verbos")]
    public async Task A_mistake_is_one_line_that_names_the_nearest_right_word(string line, params string[] arguments)
    {
        var run = await CommandRun.Of(arguments);

        Assert.Equal(new CommandRun(2, "", line + Environment.NewLine), run);
    }

    [Theory]
    [InlineData("doctor", "--json")]
    [InlineData("doctor", "unexpected")]
    public async Task Any_other_wrong_usage_is_one_line_and_exit_code_2(params string[] arguments)
    {
        var run = await CommandRun.Of(arguments);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.StartsWith("gannet: ", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("see 'gannet doctor --help'." + Environment.NewLine, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }
}
