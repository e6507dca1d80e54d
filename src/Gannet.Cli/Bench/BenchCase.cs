namespace Gannet.Cli.Bench;

/// <summary>One item to time.</summary>
/// <param name="Name">The peer script's name for it.</param>
/// <param name="Prepare">Makes the operands and returns the action to time; tensors live while the case runs.</param>
internal sealed record BenchCase(string Name, Func<Action> Prepare);
