namespace Gannet.Cli.Doctor;

/// <summary>The shared libraries mapped into this process.</summary>
internal static class LoadedLibraries
{
    /// <summary>Their paths, from <c>/proc/self/maps</c>; empty if that file does not exist.</summary>
    public static IReadOnlyList<string> Paths() => OperatingSystem.IsLinux() && File.Exists("/proc/self/maps") ? Parse(File.ReadLines("/proc/self/maps")) : [];

    /// <summary>The distinct paths of shared libraries in the lines of a maps file.</summary>
    public static IReadOnlyList<string> Parse(IEnumerable<string> lines) =>
        [.. lines.Select(PathOf).Where(static path => path.Contains(".so", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];

    // address perms offset dev inode path: the path starts at the first slash.
    private static string PathOf(string line) => line.IndexOf('/', StringComparison.Ordinal) is var at and >= 0 ? line[at..] : "";
}
