using Gannet.Detection.Images;
using Gannet.Detection.Necks;
using Gannet.Detection.Proposals;

namespace Gannet.Detection.Explanation;

/// <summary>What each stage computed when a detector looked at one image: its own numbers, reported by the stages themselves.</summary>
/// <remarks>
/// <see cref="Detector.Trace"/> makes one. It is current on its thread while the detector runs, and every stage that finds one adds to it;
/// otherwise a stage only tests for null. All boxes are in pixels of the input, except <see cref="Found"/>.
/// </remarks>
public sealed class DetectionTrace
{
    [ThreadStatic] private static DetectionTrace? t_current;

    private readonly List<ProposedBoxes> _refinements = [];

    internal DetectionTrace(ImageBatch input) => Input = input;

    /// <summary>The trace that this thread's detection reports to, or null.</summary>
    internal static DetectionTrace? Current => t_current;

    /// <summary>The network's input.</summary>
    public ImageBatch Input { get; }

    /// <summary>Placement of the image in the input.</summary>
    public ImagePlacement Placement => Input.Placements[0];

    /// <summary>The feature maps of both stages, those of the first stage first.</summary>
    public IReadOnlyList<MapTrace> Maps { get; private set; } = [];

    /// <summary>What the proposal network computed; null for regions from another source.</summary>
    public ProposalTrace? Network { get; internal set; }

    /// <summary>The regions that the second stage starts with, best first.</summary>
    public ProposedBoxes Proposals { get; internal set; } = ProposedBoxes.Of([]);

    /// <summary>For each stage of a cascade but the last, the regions that it moved, with the probability that there is an object.</summary>
    public IReadOnlyList<ProposedBoxes> Refinements => _refinements;

    /// <summary>What was pooled from each region of the last stage; null if there is no second stage, or one that does not pool.</summary>
    public PoolingTrace? Pooling { get; private set; }

    /// <summary>The vote maps of a position-sensitive head; null for other heads.</summary>
    public VoteTrace? Votes { get; internal set; }

    /// <summary>How regions were classified; null if there were none, or no second stage.</summary>
    public RegionTrace? Regions { get; internal set; }

    /// <summary>The detections, best first, in pixels of the input.</summary>
    public IReadOnlyList<DetectedObject> Detections { get; internal set; } = [];

    /// <summary>The same detections in pixels of the image, as the detector returns them.</summary>
    public IReadOnlyList<DetectedObject> Found { get; internal set; } = [];

    internal void Add(ProposedBoxes refined) => _refinements.Add(refined);

    /// <summary>Takes the maps of both stages; a map that both read is taken once.</summary>
    /// <remarks>Device sync.</remarks>
    internal void Add(Features features, IReadOnlyList<FeatureLevel> proposalLevels, IReadOnlyList<FeatureLevel> regionLevels)
    {
        var maps = new List<MapTrace>();
        for (var k = 0; k < features.ForProposals.Length; k++)
            maps.Add(MapTrace.Of(features.ForProposals[k], proposalLevels[k]) with { IsForProposals = true });
        for (var k = 0; k < features.ForRegions.Length; k++)
        {
            var shared = Array.IndexOf(features.ForProposals, features.ForRegions[k]);
            if (shared >= 0) maps[shared] = maps[shared] with { IsForRegions = true };
            else maps.Add(MapTrace.Of(features.ForRegions[k], regionLevels[k]) with { IsForRegions = true });
        }

        Maps = maps;
    }

    // A mask stage pools, too, after the regions were classified.
    internal void Add(PoolingTrace pooling)
    {
        if (Regions is null) Pooling = pooling;
    }

    /// <summary>Makes this the trace of the thread until the result is disposed.</summary>
    internal Usage Enter()
    {
        var usage = new Usage(t_current);
        t_current = this;
        return usage;
    }

    /// <summary>The period in which a trace is current.</summary>
    internal readonly ref struct Usage(DetectionTrace? outer)
    {
        private readonly DetectionTrace? _outer = outer;

        public void Dispose() => t_current = _outer;
    }
}
