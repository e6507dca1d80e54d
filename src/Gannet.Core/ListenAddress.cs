using System.Net;

namespace Gannet;

/// <summary>An address that a server listens on, such as <c>http://127.0.0.1:5080</c>.</summary>
public sealed record ListenAddress
{
    private const string Scheme = "http://";

    // The server's own words for every address of the machine.
    private static readonly string[] s_everywhere = ["*", "+", "0.0.0.0", "[::]"];

    private ListenAddress(string text, string host) => (Text, Host) = (text, host);

    /// <summary>The address as it was written.</summary>
    public string Text { get; }

    /// <summary>Its host as a <c>Host</c> header has it, without the port: <c>localhost</c>, <c>127.0.0.1</c>, <c>[::1]</c>; or <c>*</c> or <c>+</c>.</summary>
    public string Host { get; }

    /// <summary>Whether it stands for every address of the machine.</summary>
    public bool IsEverywhere => s_everywhere.Contains(Host);

    /// <summary>Whether it can be reached from this machine only.</summary>
    public bool IsLoopback =>
        Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip);

    /// <summary>Reads an address; only <c>http</c> is spoken, and there is no path.</summary>
    /// <param name="text">The address.</param>
    /// <exception cref="FormatException">It is none; the message says why, and what to write instead.</exception>
    public static ListenAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)) throw new FormatException("there is no certificate for https; listen on http, and put a proxy in front.");
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) throw Wrong();
        var authority = text[Scheme.Length..].TrimEnd('/');
        var isWord = authority.StartsWith('*') || authority.StartsWith('+');
        if (!Uri.TryCreate($"{Scheme}{(isWord ? $"any{authority[1..]}" : authority)}", UriKind.Absolute, out var uri) || uri.PathAndQuery != "/") throw Wrong();
        // "*x" is no name either.
        return isWord && uri.Host != "any" ? throw Wrong() : new(text, isWord ? authority[..1] : uri.Host);
    }

    private static FormatException Wrong() => new("is not an address to listen on; write for example http://127.0.0.1:5080.");
}
