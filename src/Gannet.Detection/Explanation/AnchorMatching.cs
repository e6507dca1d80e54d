using Gannet.Detection.Anchors;
using Gannet.Detection.Proposals;
using Gannet.Kernels.Matching;

namespace Gannet.Detection.Explanation;

/// <summary>How training would match an image's anchors with its objects, and one sample that it could draw.</summary>
/// <param name="Positive">Number of foreground anchors.</param>
/// <param name="Negative">Number of background anchors.</param>
/// <param name="Ignored">Number of anchors that are neither, or that cross the image's edge where the options leave these out.</param>
/// <param name="SampledPositive">Sampled foreground anchors.</param>
/// <param name="SampledNegative">Sampled background anchors.</param>
/// <param name="PerObject">Number of foreground anchors of each object.</param>
public sealed record AnchorMatching(int Positive, int Negative, int Ignored, int[] SampledPositive, int[] SampledNegative, int[] PerObject)
{
    /// <summary>Matches the anchors of a trace as training does.</summary>
    /// <param name="trace">The trace of a detector with a proposal network.</param>
    /// <param name="truth">The objects, in pixels of the image.</param>
    /// <param name="options">The detector's section <c>proposals</c>.</param>
    /// <param name="random">Draws the sample.</param>
    /// <returns>Null without a proposal network.</returns>
    public static AnchorMatching? Of(DetectionTrace trace, GroundTruth truth, ProposalOptions options, Random random)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(options);
        if (trace.Network is not { } network) return null;

        // As ImagePlacement does: objects that were cropped away are left out.
        int[] present = [.. Enumerable.Range(0, truth.Boxes.Length).Where(k => ObjectTracing.Placed(trace.Placement, truth.Boxes[k]).IsValid)];
        var placed = trace.Placement.ToInput(truth.Select(present));
        var (matches, _) = AnchorTargets.Match(network.Anchors, placed, trace.Placement.Window, options);
        var sample = AnchorTargets.Assign(network.Anchors, placed, trace.Placement.Window, options, random).Sample;
        var perObject = new int[truth.Boxes.Length];
        foreach (var match in matches)
        {
            if (match >= 0) perObject[present[match]]++;
        }

        var (positive, negative) = (matches.Count(static m => m >= 0), matches.Count(static m => m == BoxMatcher.Background));
        return new(positive, negative, network.Anchors.Boxes.Length - positive - negative, sample.Positive, sample.Negative, perObject);
    }
}
