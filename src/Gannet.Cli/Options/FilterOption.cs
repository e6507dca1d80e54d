using System.CommandLine;
using Gannet.Cli.Parsing;

namespace Gannet.Cli.Options;

/// <summary>The <c>--filter TEXT</c> option of the commands that time a list of items.</summary>
internal sealed class FilterOption : Option<string?>
{
    public FilterOption()
        : base("--filter")
    {
        HelpName = "TEXT";
        Description = "Time only items whose name contains this text.";
    }

    /// <summary>The items that match the option; all without it.</summary>
    /// <exception cref="UsageException">None matches.</exception>
    public IReadOnlyList<T> Choose<T>(ParseResult parse, IReadOnlyList<T> all, Func<T, string> name)
    {
        if (parse.GetValue(this) is not { } text) return all;
        T[] chosen = [.. all.Where(one => name(one).Contains(text, StringComparison.OrdinalIgnoreCase))];
        return chosen.Length > 0 ? chosen : throw new UsageException(
            $"--filter {text} matches nothing; the names are {string.Join(", ", all.Select(name))}.");
    }
}
