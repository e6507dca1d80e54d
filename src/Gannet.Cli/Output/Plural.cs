namespace Gannet.Cli.Output;

/// <summary>Counts things in a message.</summary>
internal static class Plural
{
    /// <summary>The number and the noun, such as <c>1 picture</c> or <c>3 pictures</c>.</summary>
    public static string Of(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
