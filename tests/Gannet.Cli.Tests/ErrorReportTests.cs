using Gannet.Cli.Parsing;

namespace Gannet.Cli.Tests;

public class ErrorReportTests
{
    public static TheoryData<Exception, int> Errors => new()
    {
        { new UsageException("say --model"), 2 },
        { new InvalidDataException("x.json: line 3: not a number"), 2 },
        { new FileNotFoundException("x.pth: no such file"), 2 },
        { new DirectoryNotFoundException("no folder"), 2 },
        { new InvalidOperationException("failed"), 1 },
        { new OperationCanceledException(), 1 },
        { new TypeInitializationException("Shim", new DllNotFoundException("libgannet_torch.so is not built")), 1 },
    };

    [Theory]
    [MemberData(nameof(Errors), DisableDiscoveryEnumeration = true)]
    public void An_error_is_one_line_and_its_kind_decides_the_exit_code(Exception error, int code)
    {
        using var writer = new StringWriter();

        Assert.Equal(code, ErrorReport.Write(error, writer, verbose: false, CancellationToken.None));
        Assert.Equal($"gannet: {(error.InnerException ?? error).Message}{Environment.NewLine}", writer.ToString());
    }

    [Fact]
    public void Several_lines_become_one_and_the_stack_trace_comes_only_when_asked_for()
    {
        using StringWriter plain = new(), verbose = new();
        var error = new InvalidOperationException("one\ntwo");

        ErrorReport.Write(error, plain, verbose: false, CancellationToken.None);
        ErrorReport.Write(error, verbose, verbose: true, CancellationToken.None);

        Assert.Equal($"gannet: one two{Environment.NewLine}", plain.ToString());
        Assert.Contains(nameof(InvalidOperationException), verbose.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_command_returns_130()
    {
        using var writer = new StringWriter();

        Assert.Equal(130, ErrorReport.Write(new OperationCanceledException(), writer, verbose: false, new CancellationToken(canceled: true)));
        Assert.Equal($"Interrupted.{Environment.NewLine}", writer.ToString());
    }
}
