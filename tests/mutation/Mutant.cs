namespace Gannet.Mutation;

/// <summary>One small change to the source.</summary>
/// <param name="Id">Its number; the same in every run over the same source.</param>
/// <param name="File">Path relative to the project's folder.</param>
/// <param name="Line">Line number, from 1.</param>
/// <param name="Before">The original source.</param>
/// <param name="After">The mutated source.</param>
internal sealed record Mutant(int Id, string File, int Line, string Before, string After)
{
    /// <summary>The folder of the source file, for the scores.</summary>
    public string Folder => Path.GetDirectoryName(File) is { Length: > 0 } folder ? folder : ".";

    public override string ToString() => $"{File}:{Line}: {Before} → {After}";
}
