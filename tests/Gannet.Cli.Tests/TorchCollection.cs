namespace Gannet.Cli.Tests;

/// <summary>Tests that compute with libtorch: one after another, since it takes every core for each of them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TorchTests : ICollectionFixture<TrainedRun>
{
    public const string Name = "libtorch";
}
