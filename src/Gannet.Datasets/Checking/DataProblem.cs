namespace Gannet.Datasets.Checking;

/// <summary>One problem in a data set: where it is, what is wrong and what to do.</summary>
/// <param name="Kind">Kind of problem.</param>
/// <param name="File">The file at fault.</param>
/// <param name="Where">Line or record in the file, such as <c>line 12</c> or <c>annotations[3]</c>; null for the whole file.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Cure">What was done about it, or what to do.</param>
/// <param name="LeftOut">Whether the record was left out of the data set.</param>
public sealed record DataProblem(DataProblemKind Kind, string File, string? Where, string What, string Cure, bool LeftOut)
{
    /// <summary>The problem on one line.</summary>
    public override string ToString() => Where is null ? $"{File}: {What}; {Cure}" : $"{File}, {Where}: {What}; {Cure}";
}
