using Gannet.Cli.Parsing;

namespace Gannet.Cli.Video;

/// <summary>Tells videos from pictures among the inputs.</summary>
internal static class VideoInput
{
    private static readonly HashSet<string> s_extensions = new(
        [".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".mpg", ".mpeg", ".ts", ".mts", ".m2ts", ".flv", ".wmv", ".ogv", ".3gp"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The video among the inputs; null if there is none.</summary>
    /// <exception cref="UsageException">There is more than the video.</exception>
    public static string? Of(IReadOnlyList<string> inputs)
    {
        var video = inputs.FirstOrDefault(static input => s_extensions.Contains(Path.GetExtension(input)) && !Directory.Exists(input));
        return video is null || inputs.Count == 1 ? video : throw new UsageException($"{video} is a video: give one at a time, and no pictures with it.");
    }
}
