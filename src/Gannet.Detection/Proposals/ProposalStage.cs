using Gannet.Detection.Anchors;
using Gannet.Detection.Images;
using Gannet.Detection.Necks;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Proposals;

/// <summary>The first stage: where objects may be.</summary>
internal abstract class ProposalStage : Module
{
    /// <summary>Anchors of each position.</summary>
    public abstract int AnchorsPerCell { get; }

    /// <summary>The stage's losses, and what it proposes to train the second stage with.</summary>
    public abstract (Losses Losses, ProposedBoxes[] Proposals) ComputeLosses(Tensor[] levels, TrainingBatch batch, Sampling sampling);

    /// <summary>The regions to look at in each picture: those given with the batch, else the stage's own.</summary>
    /// <remarks>Device sync.</remarks>
    public ProposedBoxes[] Propose(Tensor[] levels, PictureBatch batch) =>
        batch.GivenRegions is { } given ? [.. given.Select(ProposedBoxes.Of)] : ProposeOwn(levels, batch);

    protected abstract ProposedBoxes[] ProposeOwn(Tensor[] levels, PictureBatch batch);

    public static ProposalStage Create(IReadOnlyList<FeatureLevel> levels, AnchorOptions anchors, ProposalOptions options) => options.Kind switch
    {
        ProposalKind.Rpn => new ProposalNetwork(levels, anchors, options),
        ProposalKind.Random => new RandomProposals(levels, anchors, options),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Kind, "unknown proposals"),
    };
}
