using System.Net;
using Gannet.Cli.Parsing;

namespace Gannet.Cli.Serve;

/// <summary>Where a service listens.</summary>
/// <param name="All">Every address.</param>
/// <param name="Others">Those that other machines can reach.</param>
internal sealed record ListenAddresses(IReadOnlyList<string> All, IReadOnlyList<string> Others)
{
    private const string Scheme = "http://";

    /// <summary>Reads addresses that are separated by semicolons.</summary>
    /// <exception cref="UsageException">One is none, or wants encryption.</exception>
    public static ListenAddresses Parse(string text)
    {
        var all = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (all.Length == 0) throw new UsageException("--urls names no address; write for example http://127.0.0.1:5080.");
        return new(all, [.. all.Where(static address => !IsLoopback(address))]);
    }

    private static bool IsLoopback(string address)
    {
        if (address.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"--urls {address}: 'gannet serve' has no certificate; put a proxy in front, or map the routes in a program of your own (docs/serving.md).");
        if (!address.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) throw Wrong(address);
        var authority = address[Scheme.Length..].TrimEnd('/');
        // The server's own words for every address.
        if (authority.StartsWith('*') || authority.StartsWith('+'))
            return !Uri.TryCreate($"{Scheme}any{authority[1..]}", UriKind.Absolute, out _) ? throw Wrong(address) : false;
        if (!Uri.TryCreate(Scheme + authority, UriKind.Absolute, out var uri) || uri.PathAndQuery != "/") throw Wrong(address);
        return uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip);
    }

    private static UsageException Wrong(string address) => new($"--urls {address}: is not an address to listen on; write for example http://127.0.0.1:5080.");
}
