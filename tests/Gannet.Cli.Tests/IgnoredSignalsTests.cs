namespace Gannet.Cli.Tests;

public sealed class IgnoredSignalsTests
{
    [Theory]
    [InlineData("SigIgn:\t0000000000000001", true)] // as under nohup
    [InlineData("SigIgn:\t0000000000001003", true)]
    [InlineData("SigIgn:\t0000000000001006", false)]
    [InlineData("SigBlk:\t0000000000000001", false)]
    public void The_lowest_bit_is_the_hang_up(string line, bool ignored) => Assert.Equal(ignored, IgnoredSignals.IncludeHangUp(["Name:\tgannet", line]));
}
