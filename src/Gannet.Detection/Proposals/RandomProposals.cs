using Gannet.Detection.Anchors;
using Gannet.Detection.Images;
using Gannet.Detection.Necks;
using Gannet.Kernels.Sampling;
using Gannet.Torch;

namespace Gannet.Detection.Proposals;

/// <summary>Regions without a network: random ones around the objects in training, and anchors in detection.</summary>
/// <remarks>It has no parameters; a detector with it classifies given regions or slides over the image.</remarks>
internal sealed class RandomProposals(IReadOnlyList<FeatureLevel> levels, AnchorOptions anchors, ProposalOptions options) : ProposalStage
{
    private readonly LevelAnchors _anchors = new(levels, anchors);

    public override int AnchorsPerCell => _anchors.PerCell;

    public override (Losses Losses, ProposedBoxes[] Proposals) ComputeLosses(Tensor[] levels, TrainingBatch batch, Sampling sampling) =>
        (Losses.None, [.. batch.Truths.Select((truth, n) => Draw(batch.Images.Placements[n].Window, truth, sampling.Of(n)))]);

    // Takes anchors at even spacing if there are more than the limit.
    protected override ProposedBoxes[] ProposeOwn(Tensor[] levels, ImageBatch batch)
    {
        var grid = _anchors.Of(batch, levels).Boxes;
        return [.. batch.Placements.Select(placement =>
        {
            Box[] inside = [.. grid.Select(placement.Clip).Where(b => b.Width >= options.MinSize && b.Height >= options.MinSize).Distinct()];
            var count = Math.Min(options.AfterNms, inside.Length);
            return ProposedBoxes.Of([.. Enumerable.Range(0, count).Select(k => inside[(int)((long)k * inside.Length / count)])]);
        })];
    }

    private ProposedBoxes Draw(Box window, GroundTruth truth, Random random)
    {
        Box[] inWindow = [.. truth.Boxes.Select(box => box.Shift(-window.X1, -window.Y1))];
        var drawn = RandomRegions.Draw(options.AfterNmsTraining, (int)window.Height, (int)window.Width, inWindow, random);
        return ProposedBoxes.Of([.. drawn.Select(box => box.Shift(window.X1, window.Y1))]);
    }
}
