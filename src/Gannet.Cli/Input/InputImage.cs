namespace Gannet.Cli.Input;

/// <summary>An input picture.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Name">Its name in results: relative to the given folder, with forward slashes.</param>
internal sealed record InputImage(string Path, string Name);
