namespace Gannet.Mutation;

/// <summary>A test that passes without mutants.</summary>
/// <param name="Id">The test framework's id.</param>
/// <param name="Name">The name in reports.</param>
/// <param name="Seconds">Its duration.</param>
/// <param name="Reached">The mutants whose code it ran.</param>
internal sealed record CoveredTest(string Id, string Name, double Seconds, HashSet<int> Reached);
