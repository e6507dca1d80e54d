using Gannet.Detection.Anchors;
using Gannet.Detection.Backbones;
using Gannet.Detection.Images;
using Gannet.Detection.Masks;
using Gannet.Detection.Necks;
using Gannet.Detection.Proposals;
using Gannet.Detection.RoiHeads;
using Gannet.Detection.RoiPooling;

namespace Gannet.Detection.Models;

/// <summary>All options of a detector; a preset is a file of these.</summary>
public sealed record DetectorOptions
{
    /// <summary>One line of description for the list of presets.</summary>
    public string Description { get; init; } = "";

    /// <summary>How images become the network's input.</summary>
    public TransformOptions Transform { get; init; } = new();

    /// <summary>The network that turns pixels into features.</summary>
    public BackboneOptions Backbone { get; init; } = new();

    /// <summary>The layers between backbone and stages.</summary>
    public NeckOptions Neck { get; init; } = new();

    /// <summary>The anchors.</summary>
    public AnchorOptions Anchors { get; init; } = new();

    /// <summary>The first stage.</summary>
    public ProposalOptions Proposals { get; init; } = new();

    /// <summary>How the features of each region are pooled.</summary>
    public RegionOptions Regions { get; init; } = new();

    /// <summary>The second stage.</summary>
    public HeadOptions Head { get; init; } = new();

    /// <summary>The mask head; null for boxes only.</summary>
    public MaskOptions? Masks { get; init; }

    /// <summary>Which predictions are kept as detections.</summary>
    public DetectionOptions Detections { get; init; } = new();

    /// <summary>The original system's rules, if they differ; selected with <see cref="Detector.UseOriginalThresholds"/>.</summary>
    public DetectionOptions? OriginalDetections { get; init; }
}
