namespace Gannet.Imaging.Codecs;

/// <summary>The builds of <c>libgannet_media</c> in the package, one per version of OpenCV.</summary>
/// <remarks>Not in <see cref="MediaLibrary"/>, whose first use loads the library.</remarks>
internal static class MediaBuilds
{
    public static NativeBuilds Packaged { get; } = new("OpenCV", static versions => $"Debian: sudo apt-get install {string.Join(" or ", versions.Select(DebianName))}.");

    // OpenCV 4.6 is libopencv-imgcodecs406, and brings the other two libraries.
    private static string DebianName(string version) =>
        Version.TryParse(version, out var number) ? $"libopencv-imgcodecs{100 * number.Major + number.Minor}" : "libopencv-imgcodecs-dev";
}
