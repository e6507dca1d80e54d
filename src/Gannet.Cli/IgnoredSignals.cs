using System.Globalization;

namespace Gannet.Cli;

/// <summary>The signals that the parent process set to be ignored; installing our own handler would undo that.</summary>
internal static class IgnoredSignals
{
    private const string Field = "SigIgn:";

    /// <summary>Whether hang-ups are to be ignored, as under <c>nohup</c>.</summary>
    public static bool IncludeHangUp() => OperatingSystem.IsLinux() && File.Exists("/proc/self/status") && IncludeHangUp(File.ReadLines("/proc/self/status"));

    /// <summary>The same, from the lines of the file: a hexadecimal mask whose lowest bit is signal 1, the hang-up.</summary>
    public static bool IncludeHangUp(IEnumerable<string> lines) =>
        lines.FirstOrDefault(static line => line.StartsWith(Field, StringComparison.Ordinal)) is { } mask
            && ulong.TryParse(mask.AsSpan(Field.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits) && (bits & 1) != 0;
}
