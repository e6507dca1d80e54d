using System.Security.Cryptography;
using System.Text;
using Gannet.Serving.Problems;
using Microsoft.AspNetCore.Http;

namespace Gannet.Serving.Security;

/// <summary>Checks the key of a request, in a time that does not depend on how much of it is right.</summary>
internal sealed class ApiKeys
{
    private const string Bearer = "Bearer ", Basic = "Basic ";

    // Digests have one length, so that comparing them does not tell that of a key.
    private readonly byte[][] _digests;

    public ApiKeys(ServingOptions options) => _digests = [.. options.ApiKeys.Select(static key => Digest(key))];

    /// <summary>Refuses a request without one of the keys.</summary>
    /// <exception cref="ProblemException">401.</exception>
    public void Require(HttpContext context)
    {
        if (_digests.Length == 0 || Given(context.Request.Headers) is { } key && IsKnown(key)) return;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        throw new ProblemException(StatusCodes.Status401Unauthorized, "This service wants a key: send 'Authorization: Bearer KEY' or 'X-API-Key: KEY'.");
    }

    private bool IsKnown(string key)
    {
        var digest = Digest(key);
        var isKnown = false;
        foreach (var known in _digests) isKnown |= CryptographicOperations.FixedTimeEquals(digest, known);
        return isKnown;
    }

    private static string? Given(IHeaderDictionary headers)
    {
        if (headers["X-API-Key"] is { Count: 1 } own) return own[0];
        if (headers.Authorization is not [{ } text]) return null;
        if (text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return text[Bearer.Length..].Trim();
        return text.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) ? Password(text[Basic.Length..].Trim()) : null;
    }

    // Label Studio can send nothing but a user and a password; the password is the key.
    private static string? Password(string encoded)
    {
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length)) return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? text[(colon + 1)..] : null;
    }

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
