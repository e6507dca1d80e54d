using System.Text.RegularExpressions;

namespace Gannet.Torch.Distributed;

/// <summary>Slurm's short form of host names: <c>node[003-005,9],login1</c>.</summary>
internal static partial class SlurmHosts
{
    /// <summary>The first host; null if the text is no such list.</summary>
    public static string? First(string hosts) =>
        FirstEntry().Match(hosts) is { Success: true } entry ? Range().Replace(entry.Value, static range => range.Groups[1].Value) : null;

    // Up to a comma outside brackets, or the end; the rest of the list is not looked at.
    [GeneratedRegex(@"^(?:[A-Za-z0-9._-]|\[[0-9][0-9,-]*\])+(?=,|$)")]
    private static partial Regex FirstEntry();

    [GeneratedRegex(@"\[([0-9]+)[0-9,-]*\]")]
    private static partial Regex Range();
}
