namespace Gannet.Cli.Tests.Options;

public sealed class WorldOptionsTests
{
    [Theory]
    [InlineData("--processes 0: must be from 1 to 256", "--processes", "0")]
    [InlineData("--processes 257: must be from 1 to 256", "--processes", "257")]
    [InlineData("--timeout 0.5: must be from 1 to 1000000 seconds", "--timeout", "0.5")]
    [InlineData("--timeout NaN: must be", "--timeout", "NaN")]
    public async Task Values_out_of_range_are_refused(string words, params string[] options) =>
        (await CommandRun.Of(["train", "--data", "x", "--out", "y", .. options])).OneLineOfWrongInput(words);
}
