using System.Runtime.InteropServices;

namespace Gannet;

/// <summary>The builds of a native library that a package carries: one per version of what it is linked with, <c>lib{name}-{version}.so</c>.</summary>
/// <param name="Needs">What the versions are versions of, such as OpenCV.</param>
/// <param name="Cure">From the versions of the builds, what to do if none loads.</param>
internal sealed record NativeBuilds(string Needs, Func<IReadOnlyList<string>, string> Cure)
{
    /// <summary>Whether a version may be loaded; any by default.</summary>
    public Func<string, bool> Suits { get; init; } = static _ => true;

    /// <summary>The builds in a folder with their versions, the newest first.</summary>
    public static IReadOnlyList<(string Path, string Version)> In(string folder, string name)
    {
        if (!Directory.Exists(folder)) return [];
        var prefix = $"lib{name}-";
        return [.. Directory.GetFiles(folder, $"{prefix}*.so").Select(path => (path, Path.GetFileNameWithoutExtension(path)[prefix.Length..]))
            .OrderByDescending(static build => Number(build.Item2)).ThenBy(static build => build.Item2, StringComparer.Ordinal)];
    }

    /// <summary>The handle of the first build that suits and loads; 0 if none does.</summary>
    public nint Load(IReadOnlyList<(string Path, string Version)> found)
    {
        foreach (var (path, version) in found)
        {
            if (Suits(version) && NativeLibrary.TryLoad(path, out var handle)) return handle;
        }

        return 0;
    }

    /// <summary>One line that says which versions would do and how to get one.</summary>
    public string Failure(IReadOnlyList<(string Path, string Version)> found)
    {
        string[] versions = [.. found.Select(static build => build.Version)];
        return $"{Needs} {string.Join(" or ", versions)} is needed. {Cure(versions)}";
    }

    // 2.6-official comes after 2.10.
    private static Version Number(string version) => Version.TryParse(version.Split('-')[0], out var number) ? number : new Version(0, 0);
}
