using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Gannet.Detection.Models;

namespace Gannet.Cli.Parsing;

/// <summary>Finds the mistake in a command line and suggests the nearest valid word.</summary>
internal static class ParseCheck
{
    private static readonly string[] s_inputs = ["--data", "--images", "--model", "--weights", "--preset", "--classes", "--regions", "--detections", "--truth"];

    /// <exception cref="UsageException">There is a mistake; only the first is named.</exception>
    public static void ThrowOnMistake(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        var path = PathTo(parse.CommandResult);
        if (MisspeltOption(parse) is { } option)
        {
            var names = OptionNames(parse.CommandResult).ToArray();
            throw new UsageException(names.Contains(option)
                ? $"'{option}' is in the place of a value for the option before it; see '{path} --help'."
                : $"'{option}' is not an option of '{path}'{Suggest(option, names)}; see '{path} --help'.");
        }

        if (command.Subcommands.Count > 0 && parse.UnmatchedTokens is [var word, ..])
        {
            var near = Suggest(word, command.Subcommands.Select(static c => c.Name));
            throw new UsageException($"'{word}' is not a command of '{path}'{near}; see '{path} --help'.");
        }

        // A missing command is not reported as a mistake: CommandLine lists the commands instead.
        if (command.Subcommands.Count == 0 && parse.Errors is [var error, ..])
            throw new UsageException($"{error.Message.TrimEnd('.')}; see '{path} --help'.");
    }

    /// <summary>Refuses pipes and devices where a file is expected: reading one may block forever or never end.</summary>
    /// <exception cref="InvalidDataException">A value names one.</exception>
    public static void RequireRegularInputs(ParseResult parse)
    {
        var results = parse.CommandResult.Children.Where(static c => c is not OptionResult option || s_inputs.Contains(option.Option.Name));
        foreach (var token in results.SelectMany(static c => c.Tokens).Where(static t => t.Value.Length > 0)) FileKind.RequireRegular(token.Value);
    }

    // An argument that takes a list swallows a misspelt option as one more value; an option that needs a value takes it for that value.
    private static string? MisspeltOption(ParseResult parse) =>
        parse.Tokens.TakeWhile(static token => token.Type != TokenType.DoubleDash)
            .FirstOrDefault(static token => token.Type == TokenType.Argument && token.Value is ['-', _, ..]
                && !double.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _))?.Value;

    private static string PathTo(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{PathTo(parent)} {result.Command.Name}" : result.Command.Name;

    private static IEnumerable<string> OptionNames(CommandResult result)
    {
        foreach (var option in result.Command.Options) yield return option.Name;
        for (var parent = result.Parent as CommandResult; parent is not null; parent = parent.Parent as CommandResult)
        {
            foreach (var option in parent.Command.Options.Where(static option => option.Recursive)) yield return option.Name;
        }
    }

    private static string Suggest(string word, IEnumerable<string> names) =>
        NearestName.Near(word.Split('=')[0], names) is { } nearest ? $" (did you mean '{nearest}'?)" : "";
}
