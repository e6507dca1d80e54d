namespace Gannet.Serving.Tests;

/// <summary>Tests of a real detector.</summary>
[CollectionDefinition(Name)]
public sealed class TorchTests : ICollectionFixture<SmallModel>
{
    public const string Name = "libtorch";
}
