using Gannet.Detection.Anchors;
using Gannet.Detection.Export;
using Gannet.Detection.Images;
using Gannet.Detection.Necks;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Proposals;

/// <summary>The first stage: proposes regions that may contain objects.</summary>
public abstract class ProposalStage : Module
{
    /// <summary>Anchors per cell.</summary>
    public abstract int AnchorsPerCell { get; }

    /// <summary>Computes the stage's losses, and proposals to train the second stage with, in an order that does not depend on their scores.</summary>
    public abstract (Losses Losses, ProposedBoxes[] Proposals) ComputeLosses(Tensor[] levels, TrainingBatch batch, Sampling sampling);

    /// <summary>The regions to classify in each image: those given with the batch, otherwise the stage's own.</summary>
    /// <remarks>Device sync.</remarks>
    public ProposedBoxes[] Propose(Tensor[] levels, ImageBatch batch) =>
        (batch ?? throw new ArgumentNullException(nameof(batch))).GivenRegions is { } given ? [.. given.Select(ProposedBoxes.Of)] : ProposeOwn(levels, batch);

    /// <summary>Computes the stage's own proposals in each image, best first.</summary>
    /// <param name="levels">The maps that it reads, finest first, each <c>[N, C, H, W]</c>.</param>
    /// <param name="batch">The images.</param>
    protected abstract ProposedBoxes[] ProposeOwn(Tensor[] levels, ImageBatch batch);

    /// <summary>Adds the stage to a graph.</summary>
    /// <exception cref="NotSupportedException">It has no ONNX form.</exception>
    internal virtual ProposedGraph Export(DetectorGraph detector, TracedValue[] levels, PlacedImages images) =>
        throw new NotSupportedException($"rpn: {GetType().Name} has no ONNX form; only the built-in proposal network has.");

    internal static PartTable<ProposalMaker> Known { get; } = new(
        "proposals.kind",
        (ProposalKind.Rpn.Name, static (levels, anchors, options) => new ProposalNetwork(levels, anchors, options)),
        (ProposalKind.Random.Name, static (levels, anchors, options) => new RandomProposals(levels, anchors, options)));
}
