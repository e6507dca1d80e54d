namespace Gannet.Cli.Bench;

/// <summary>One thing to time.</summary>
/// <param name="Name">The peer script's name of it.</param>
/// <param name="Prepare">Makes the operands and returns what is timed; tensors live as long as the case is run.</param>
internal sealed record BenchCase(string Name, Func<Action> Prepare);
