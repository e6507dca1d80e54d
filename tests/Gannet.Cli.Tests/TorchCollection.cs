namespace Gannet.Cli.Tests;

/// <summary>Tests that compute with libtorch. They run one after another, since each of them uses every core.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TorchTests : ICollectionFixture<TrainedRun>
{
    public const string Name = "libtorch";
}
