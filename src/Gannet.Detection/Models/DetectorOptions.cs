using Gannet.Detection.Anchors;
using Gannet.Detection.Backbones;
using Gannet.Detection.Images;
using Gannet.Detection.Masks;
using Gannet.Detection.Necks;
using Gannet.Detection.Proposals;
using Gannet.Detection.RoiHeads;
using Gannet.Detection.RoiPooling;

namespace Gannet.Detection.Models;

/// <summary>Everything that makes one detector differ from another; a preset is a file of these.</summary>
public sealed record DetectorOptions
{
    /// <summary>One line for a list of presets.</summary>
    public string Description { get; init; } = "";

    /// <summary>How pictures become the network's input.</summary>
    public TransformOptions Transform { get; init; } = new();

    /// <summary>The network that turns pixels into features.</summary>
    public BackboneOptions Backbone { get; init; } = new();

    /// <summary>What stands between it and the two stages.</summary>
    public NeckOptions Neck { get; init; } = new();

    /// <summary>The reference boxes.</summary>
    public AnchorOptions Anchors { get; init; } = new();

    /// <summary>The first stage.</summary>
    public ProposalOptions Proposals { get; init; } = new();

    /// <summary>How features are read for each region.</summary>
    public RegionOptions Regions { get; init; } = new();

    /// <summary>The second stage.</summary>
    public HeadOptions Head { get; init; } = new();

    /// <summary>The mask of each detection; null for boxes alone.</summary>
    public MaskOptions? Masks { get; init; }

    /// <summary>What is kept as a detection.</summary>
    public DetectionOptions Detections { get; init; } = new();

    /// <summary>What the original system kept, where that differs; chosen with <see cref="Detector.UseOriginalThresholds"/>.</summary>
    public DetectionOptions? OriginalDetections { get; init; }
}
