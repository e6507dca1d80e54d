using Gannet.Detection.Necks;
using Gannet.Torch;

namespace Gannet.Detection.Tests.Necks;

[LeakCheck]
public sealed class NeckTests
{
    private static readonly FeatureLevel[] s_maps = [new(4, 8), new(6, 16), new(8, 32)];

    [Fact]
    public void The_last_map_serves_both_stages_as_it_is_or_reduced()
    {
        using var plain = Create(NeckKind.Last, channels: 0);
        using var reduced = Create(NeckKind.Last, channels: 5);
        Assert.Equal([new(8, 32)], plain.RegionLevels);
        Assert.Equal([new(5, 32)], reduced.ProposalLevels);
        using var scope = TensorScope.Enter();
        var maps = Maps();
        Assert.Same(maps[^1], plain.Forward(maps).ForRegions[0]);
        Assert.Equal([1L, 5, 1, 2], reduced.Forward(maps).ForProposals[0].Shape.ToArray());
    }

    [Fact]
    public void Split_gives_the_last_but_one_to_proposals()
    {
        using var neck = Create(NeckKind.Split, channels: 5);
        Assert.Equal([new(6, 16)], neck.ProposalLevels);
        Assert.Equal([new(5, 32)], neck.RegionLevels);
        using var scope = TensorScope.Enter();
        var maps = Maps();
        Assert.Same(maps[1], neck.Forward(maps).ForProposals[0]);
    }

    [Fact]
    public void Concatenated_works_at_the_finer_resolution()
    {
        using var neck = DetectorParts.BuiltIn.CreateNeck(s_maps, new() { Kind = NeckKind.Concatenated, Channels = 5, ProposalChannels = 7 });
        Assert.Equal((7, 16), (neck.ProposalLevels[0].Channels, neck.ProposalLevels[0].Stride));
        using var scope = TensorScope.Enter();
        Assert.Equal([1L, 7, 2, 4], neck.Forward(Maps()).ForProposals[0].Shape.ToArray());
    }

    [Theory]
    [InlineData("split")]
    [InlineData("concatenated")]
    public void One_map_is_too_few_for_two(string kind) => Assert.Contains(
        "name two stages", Assert.Throws<InvalidOptionException>(() => DetectorParts.BuiltIn.CreateNeck(s_maps[..1], new() { Kind = new(kind) })).Message,
        StringComparison.Ordinal);

    private static Neck Create(NeckKind kind, int channels) => DetectorParts.BuiltIn.CreateNeck(s_maps, new() { Kind = kind, Channels = channels });

    private static Tensor[] Maps() => [Tensor.Zeros([1, 4, 4, 8]), Tensor.Zeros([1, 6, 2, 4]), Tensor.Zeros([1, 8, 1, 2])];
}
