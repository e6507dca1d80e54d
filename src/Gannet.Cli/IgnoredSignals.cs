using System.Globalization;

namespace Gannet.Cli;

/// <summary>What the one who started the process wants ignored; a handler of our own would undo it.</summary>
internal static class IgnoredSignals
{
    private const string Field = "SigIgn:";

    /// <summary>Whether a hang-up is to be ignored, as <c>nohup</c> asks.</summary>
    public static bool IncludeHangUp() => File.Exists("/proc/self/status") && IncludeHangUp(File.ReadLines("/proc/self/status"));

    /// <summary>The same from lines of the file: a mask in hexadecimal, whose lowest bit is signal 1, the hang-up.</summary>
    public static bool IncludeHangUp(IEnumerable<string> lines) =>
        lines.FirstOrDefault(static line => line.StartsWith(Field, StringComparison.Ordinal)) is { } mask
            && ulong.TryParse(mask.AsSpan(Field.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits) && (bits & 1) != 0;
}
