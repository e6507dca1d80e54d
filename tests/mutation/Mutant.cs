namespace Gannet.Mutation;

/// <summary>One small change to the source.</summary>
/// <param name="Id">Its number; the same in every run over the same source.</param>
/// <param name="File">Path from the project's folder.</param>
/// <param name="Line">From 1.</param>
/// <param name="Before">The source as it is.</param>
/// <param name="After">What the mutant makes of it.</param>
internal sealed record Mutant(int Id, string File, int Line, string Before, string After)
{
    /// <summary>The folder of the source, for the score.</summary>
    public string Folder => Path.GetDirectoryName(File) is { Length: > 0 } folder ? folder : ".";

    public override string ToString() => $"{File}:{Line}: {Before} → {After}";
}
