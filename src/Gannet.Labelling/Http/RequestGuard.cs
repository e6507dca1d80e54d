using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Gannet.Labelling.Http;

/// <summary>Refuses what does not come from our own page: other hosts' names (DNS rebinding), other sites, and changes without the token.</summary>
/// <remarks>Any page that a browser shows can send requests to this machine. It cannot read our page, so it does not know the token; a browser adds
/// <c>Origin</c> and <c>Sec-Fetch-Site</c>, which it cannot change; and a name that it makes point here is not one of ours.</remarks>
internal sealed class RequestGuard
{
    public const string TokenHeader = "X-Gannet-Token";
    private const int TokenBytes = 32;

    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly HashSet<string> _hosts = new(["localhost", "127.0.0.1", "[::1]"], StringComparer.OrdinalIgnoreCase);
    private readonly bool _anyAddress;

    /// <param name="addresses">Where the server listens.</param>
    public RequestGuard(IReadOnlyList<ListenAddress> addresses)
    {
        _anyAddress = addresses.Any(static address => address.IsEverywhere);
        foreach (var address in addresses.Where(static address => !address.IsEverywhere)) _hosts.Add(address.Host);
        if (_anyAddress) _hosts.Add(Dns.GetHostName());
    }

    /// <summary>The secret of this start.</summary>
    public string Token { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>Why a request is refused; null if it is not.</summary>
    public (int Status, string Reason)? Refuse(HttpRequest request)
    {
        if (!IsOurs(request.Host.Host)) return (StatusCodes.Status421MisdirectedRequest, "This server does not answer to that host name.");
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0 && site is not ("same-origin" or "none") && !IsNavigation(request))
            return (StatusCodes.Status403Forbidden, "Requests from other sites are refused.");
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return null;
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
            return (StatusCodes.Status403Forbidden, "Requests from other sites are refused.");
        return IsToken(request.Headers[TokenHeader].ToString()) ? null
            : (StatusCodes.Status403Forbidden, "The page is from an earlier start of the program; load it again.");
    }

    /// <summary>Headers of every answer.</summary>
    public static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-store";
    }

    // Somebody may follow a link to the page itself.
    private static bool IsNavigation(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path == "/" && request.Headers["Sec-Fetch-Mode"].ToString() == "navigate";

    // A rebound name is a name: an address in its place can only be ours.
    private bool IsOurs(string host) => _hosts.Contains(host) || (_anyAddress && IPAddress.TryParse(host.Trim('[', ']'), out _));

    private bool IsToken(string given) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(Token));
}
