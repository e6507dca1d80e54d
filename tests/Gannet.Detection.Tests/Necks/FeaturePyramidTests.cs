using Gannet.Detection.Necks;
using Gannet.Torch;
using Gannet.Torch.Autograd;

namespace Gannet.Detection.Tests.Necks;

[LeakCheck]
public sealed class FeaturePyramidTests
{
    private static readonly FeatureLevel[] s_levels = [new(1, 4), new(1, 8)];

    [Fact]
    public void Every_map_becomes_a_level_and_proposals_have_one_more()
    {
        using var neck = new FeaturePyramid(s_levels, new() { Channels = 3 });
        Assert.Equal([new(3, 4), new(3, 8)], neck.RegionLevels);
        Assert.Equal([new(3, 4), new(3, 8), new(3, 16)], neck.ProposalLevels);
    }

    [Fact]
    public void A_coarse_map_is_enlarged_and_added_to_the_finer_one()
    {
        // Lateral convolutions multiply by 2, output convolutions are the identity: P3 = 2·C3 and P2 = 2·C2 + upsampled P3.
        using var neck = new FeaturePyramid(s_levels, new() { Channels = 1 });
        using var scope = TensorScope.Enter();
        Set(neck, "inner_blocks.0.0.weight", [2]);
        Set(neck, "inner_blocks.1.0.weight", [2]);
        Set(neck, "layer_blocks.0.0.weight", [0, 0, 0, 0, 1, 0, 0, 0, 0]);
        Set(neck, "layer_blocks.1.0.weight", [0, 0, 0, 0, 1, 0, 0, 0, 0]);
        var fine = Tensor.From<float>([1, 2, 3, 4, 5, 6, 7, 8], 1, 1, 2, 4);
        var coarse = Tensor.From<float>([10, 20], 1, 1, 1, 2);

        var features = neck.Forward([fine, coarse]);

        Assert.Equal([22, 24, 46, 48, 30, 32, 54, 56], features.ForRegions[0].ToArray<float>());
        Assert.Equal([20, 40], features.ForRegions[1].ToArray<float>());
        Assert.Equal([20], features.ForProposals[2].ToArray<float>()); // every second cell of the coarsest level
        Assert.Equal(2, features.ForRegions.Length);
    }

    private static void Set(FeaturePyramid neck, string name, float[] values)
    {
        using var noGrad = NoGrad.Enter();
        values.CopyTo(neck.NamedParameters().Single(p => p.Name == name).Tensor.AsSpan<float>());
    }
}
