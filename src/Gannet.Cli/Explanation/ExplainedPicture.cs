using Gannet.Detection;
using Gannet.Detection.Explanation;
using Gannet.Pages.Pictures;

namespace Gannet.Cli.Explanation;

/// <summary>A picture and everything that a detector computed about it.</summary>
internal sealed record ExplainedPicture
{
    /// <summary>Name of the picture in results.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the model's file.</summary>
    public required string Model { get; init; }

    /// <summary>The detector's preset.</summary>
    public required string Preset { get; init; }

    /// <summary>Names of the classes, by label.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Whether there is a second stage.</summary>
    public required bool HasSecondStage { get; init; }

    /// <summary>The picture.</summary>
    public required Image Picture { get; init; }

    /// <summary>The network's input as a picture.</summary>
    public required Image Input { get; init; }

    /// <summary>What the stages computed.</summary>
    public required DetectionTrace Trace { get; init; }

    /// <summary>Lowest score of a shown detection.</summary>
    public required float Score { get; init; }

    /// <summary>The annotated objects; null if nothing is known of them.</summary>
    public GroundTruth? Truth { get; init; }

    /// <summary>What became of each object.</summary>
    public IReadOnlyList<ObjectTrace> Objects { get; init; } = [];

    /// <summary>How training would match the anchors; null without objects or without anchors.</summary>
    public AnchorMatching? Matching { get; init; }

    /// <summary>What one detection rests on; null if it was not computed.</summary>
    public Occlusion? Occlusion { get; init; }

    /// <summary>Indices of the shown detections, in the trace.</summary>
    public IReadOnlyList<int> Shown => [.. Enumerable.Range(0, Trace.Found.Count).Where(k => Trace.Found[k].Score >= Score)];

    /// <summary>The shown detections in pixels of the picture: those of <c>gannet detect</c>.</summary>
    public DetectedObject[] Found => [.. Shown.Select(k => Trace.Found[k])];

    /// <summary>The region that a detection was made of; null without a second stage.</summary>
    /// <param name="detection">Index of the detection, in the trace.</param>
    public int? RegionOf(int detection) =>
        Trace.Regions is { Suppression: var s } && detection < s.Kept.Length ? s.Candidates[s.Kept[detection]].Source : null;

    /// <summary>The name of a class, or of background.</summary>
    /// <param name="label">The class.</param>
    public string ClassName(int label) => label < 0 ? "background" : Classes[label];

    /// <summary>The objects as dashed boxes, in pixels of the input.</summary>
    public IEnumerable<PictureMark> Annotated => Objects.Where(static o => o.Box.IsValid).Select(static o => new PictureMark(o.Box, MarkLook.Absent));
}
