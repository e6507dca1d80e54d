using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Gannet.Cli.Commands;
using Gannet.Cli.Launch;
using Gannet.Cli.Parsing;
using Gannet.Torch;
using Gannet.Torch.Distributed;

namespace Gannet.Cli.Options;

/// <summary>The processes that work together: <c>--processes</c>, <c>--timeout</c>, and the place that a launcher's variables give.</summary>
internal sealed class WorldOptions
{
    // As c10d has it: a validation in one process may keep the others waiting for long.
    private const double DefaultTimeout = 1800;

    private readonly Option<int?> _processes = new("--processes")
    {
        Description = "Start this many processes on this machine, which share the work; torchrun, Slurm and Kubernetes start them themselves.",
        HelpName = "N",
    };

    private readonly Option<double> _timeout = new("--timeout")
    {
        Description = "Seconds to wait for the other processes, at the start and in every exchange; then all end.",
        HelpName = "SECONDS",
        DefaultValueFactory = static _ => DefaultTimeout,
    };

    public WorldOptions(Command command)
    {
        _processes.Validators.Add(result => Require(result, result.GetValue(_processes) is null or (>= 1 and <= WorldLauncher.Most), $"from 1 to {WorldLauncher.Most}"));
        _timeout.Validators.Add(result => Require(result, result.GetValue(_timeout) is >= 1 and <= 1e6, "from 1 to 1000000 seconds"));
        command.Options.Add(_processes);
        command.Options.Add(_timeout);
    }

    /// <summary>Starts the processes that <c>--processes</c> asks for and waits for them; the exit code of the command, or null if this process is to do the work.</summary>
    /// <exception cref="UsageException">A launcher has started this process already.</exception>
    /// <exception cref="DllNotFoundException">What several processes need is missing.</exception>
    public int? Launch(ParseResult parse, CommandContext context, CancellationToken cancellation)
    {
        if (parse.GetValue(_processes) is not { } size) return null;
        var place = WorldPlace.FromEnvironment();
        if (place.Size > 1)
            throw new UsageException($"--processes {size} starts processes, but this one is {place.Rank} of {place.Size} that a launcher started; leave the option or the launcher out.");
        if (size == 1) return null;
        if (ProcessGroup.Missing is { } missing) throw new DllNotFoundException(missing);
        var grace = TimeSpan.FromSeconds(Math.Min(parse.GetValue(_timeout), WorldLauncher.DefaultGrace.TotalSeconds));
        return new WorldLauncher(context, [.. ThisProgram(), .. WithoutProcesses(parse.Tokens)], size) { Grace = grace }.Run(cancellation);
    }

    /// <summary>Meets the other processes, if a launcher gave this one a place among several.</summary>
    /// <param name="parse">The values of the options.</param>
    /// <param name="device">The device that this process works on.</param>
    public ProcessGroup Join(ParseResult parse, Device device) =>
        ProcessGroup.Join(WorldPlace.FromEnvironment(), TimeSpan.FromSeconds(parse.GetValue(_timeout)), device);

    // The host that runs this program, unless it is a program of its own.
    private static string[] ThisProgram()
    {
        var host = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(host) == "dotnet" ? [host, typeof(WorldOptions).Assembly.Location] : [host];
    }

    private IEnumerable<string> WithoutProcesses(IReadOnlyList<Token> tokens)
    {
        for (var k = 0; k < tokens.Count; k++)
        {
            if (tokens[k].Type == TokenType.Option && tokens[k].Value == _processes.Name) k++; // and its value
            else yield return tokens[k].Value;
        }
    }

    private static void Require(OptionResult result, bool holds, string allowed)
    {
        if (!holds) result.AddError(string.Create(CultureInfo.InvariantCulture, $"{result.Option.Name} {result.Tokens[0].Value}: must be {allowed}."));
    }
}
