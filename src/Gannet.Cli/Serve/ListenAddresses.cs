using Gannet.Cli.Parsing;

namespace Gannet.Cli.Serve;

/// <summary>Where a server listens.</summary>
/// <param name="All">Every address.</param>
/// <param name="Others">Those that other machines can reach.</param>
internal sealed record ListenAddresses(IReadOnlyList<string> All, IReadOnlyList<string> Others)
{
    /// <summary>Reads addresses that are separated by semicolons.</summary>
    /// <exception cref="UsageException">One is none, or wants encryption.</exception>
    public static ListenAddresses Parse(string text)
    {
        var all = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Read).ToList();
        if (all.Count == 0) throw new UsageException("--urls names no address; write for example http://127.0.0.1:5080.");
        return new([.. all.Select(static address => address.Text)], [.. all.Where(static address => !address.IsLoopback).Select(static address => address.Text)]);
    }

    private static ListenAddress Read(string text)
    {
        try
        {
            return ListenAddress.Parse(text);
        }
        catch (FormatException error)
        {
            throw new UsageException($"--urls {text}: {error.Message}");
        }
    }
}
