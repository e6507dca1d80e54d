namespace Gannet.Imaging.Video;

/// <summary>The builds of <c>libgannet_video</c>, in a checkout or a package, and what to do where there is none.</summary>
/// <remarks>Not in <see cref="VideoLibrary"/>, whose first use loads the library.</remarks>
internal static class VideoBuilds
{
    private const string Cure = "Debian: sudo apt-get install libopencv-videoio-dev; then run './gannet doctor' in Gannet's checkout.";

    public static NativeBuilds Packaged { get; } =
        new("OpenCV's videoio", static versions => $"Debian: sudo apt-get install {string.Join(" or ", versions.Select(DebianName))}.");

    // Looked for once.
    private static readonly Lazy<string?> s_missing = new(static () =>
        NativeLibraryLocator.CanLoad(VideoLibrary.Name, typeof(VideoLibrary).Assembly, Packaged, out var reason) ? null : Missing(reason!));

    /// <summary>What is missing and what to do about it, in one line; null if videos can be read and written.</summary>
    public static string? Reason => s_missing.Value;

    /// <summary>The reason of <see cref="NativeLibraryLocator"/>; a build without the library is the likeliest, as everything else works without.</summary>
    internal static string Missing(string reason) =>
        reason.Contains("is missing", StringComparison.Ordinal) || reason.Contains("does not load", StringComparison.Ordinal)
            ? $"Videos need OpenCV's videoio. {Cure} ({reason.Split(". ")[0].TrimEnd('.')}.)" : reason;

    // OpenCV 4.6 is libopencv-videoio406.
    private static string DebianName(string version) =>
        Version.TryParse(version, out var number) ? $"libopencv-videoio{100 * number.Major + number.Minor}" : "libopencv-videoio-dev";
}
