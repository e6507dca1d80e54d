namespace Gannet.Mutation;

/// <summary>A test that passes without mutants.</summary>
/// <param name="Id">Of the test framework.</param>
/// <param name="Name">As reports show it.</param>
/// <param name="Seconds">It took.</param>
/// <param name="Reached">The mutants whose place it ran.</param>
internal sealed record CoveredTest(string Id, string Name, double Seconds, HashSet<int> Reached);
