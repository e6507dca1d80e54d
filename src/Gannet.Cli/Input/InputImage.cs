namespace Gannet.Cli.Input;

/// <summary>A picture to look at.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Name">Its name in results: relative to the given folder, with forward slashes.</param>
internal sealed record InputImage(string Path, string Name);
