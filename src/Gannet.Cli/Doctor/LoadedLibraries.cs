namespace Gannet.Cli.Doctor;

/// <summary>The shared libraries mapped into this process.</summary>
internal static class LoadedLibraries
{
    /// <summary>Their paths, from <c>/proc/self/maps</c>; empty where there is none.</summary>
    public static IReadOnlyList<string> Paths() => File.Exists("/proc/self/maps") ? Parse(File.ReadLines("/proc/self/maps")) : [];

    /// <summary>The paths of shared libraries in lines of a maps file, each once.</summary>
    public static IReadOnlyList<string> Parse(IEnumerable<string> lines) =>
        [.. lines.Select(PathOf).Where(static path => path.Contains(".so", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];

    // address perms offset dev inode path: the path is the first slash and what follows.
    private static string PathOf(string line) => line.IndexOf('/', StringComparison.Ordinal) is var at and >= 0 ? line[at..] : "";
}
