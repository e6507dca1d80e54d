using Gannet.Detection.Anchors;
using Gannet.Detection.Backbones;
using Gannet.Detection.Models;
using Gannet.Detection.Necks;
using Gannet.Detection.Proposals;
using Gannet.Detection.RoiHeads;

namespace Gannet.Detection;

/// <summary>Creates a backbone from its options.</summary>
/// <param name="options">The section <c>backbone</c>.</param>
public delegate Backbone BackboneMaker(BackboneOptions options);

/// <summary>Creates a neck for the maps of a backbone.</summary>
/// <param name="maps">The backbone's maps, finest first.</param>
/// <param name="options">The section <c>neck</c>.</param>
public delegate Neck NeckMaker(IReadOnlyList<FeatureLevel> maps, NeckOptions options);

/// <summary>Creates a first stage.</summary>
/// <param name="levels">The maps that it reads, finest first.</param>
/// <param name="anchors">The section <c>anchors</c>.</param>
/// <param name="options">The section <c>proposals</c>.</param>
public delegate ProposalStage ProposalMaker(IReadOnlyList<FeatureLevel> levels, AnchorOptions anchors, ProposalOptions options);

/// <summary>Creates a second stage.</summary>
/// <param name="levels">The maps that regions are pooled from, finest first.</param>
/// <param name="classes">Number of classes, without background.</param>
/// <param name="options">All options; the stage's own are in <c>head</c>, <c>regions</c> and <c>detections</c>.</param>
public delegate RoiStage RoiStageMaker(IReadOnlyList<FeatureLevel> levels, int classes, DetectorOptions options);

/// <summary>Creates the layers between pooled features and predictions, for an otherwise built-in second stage.</summary>
/// <param name="channels">Channels of the pooled features.</param>
/// <param name="size">Their rows and columns.</param>
/// <param name="options">The section <c>head</c>.</param>
public delegate BoxHead BoxHeadMaker(int channels, int size, HeadOptions options);

/// <summary>The stages that options can name: the built-in ones and those that a program adds.</summary>
/// <remarks>
/// Immutable, and passed to everything that reads options (<see cref="Detector"/>'s constructor and <c>Load</c>, training setup, the
/// command line), so that the meaning of a model file does not depend on a global registry.
/// </remarks>
public sealed class DetectorParts
{
    private readonly PartTable<BackboneMaker> _backbones;
    private readonly PartTable<NeckMaker> _necks;
    private readonly PartTable<ProposalMaker> _proposals;
    private readonly PartTable<RoiStageMaker> _regions;

    private DetectorParts(
        PartTable<BackboneMaker> backbones, PartTable<NeckMaker> necks, PartTable<ProposalMaker> proposals, PartTable<RoiStageMaker> regions) =>
        (_backbones, _necks, _proposals, _regions) = (backbones, necks, proposals, regions);

    /// <summary>The built-in parts.</summary>
    public static DetectorParts BuiltIn { get; } = new(
        KnownBackbones.Table, Neck.Known, ProposalStage.Known, RoiStage.Known);

    /// <summary>These parts plus a backbone; <c>backbone.name</c> names it.</summary>
    /// <exception cref="ArgumentException">There is already a part with this name.</exception>
    public DetectorParts With(string name, BackboneMaker make) => new(_backbones.With(name, make), _necks, _proposals, _regions);

    /// <summary>These parts plus a neck; <c>neck.kind</c> names it.</summary>
    /// <inheritdoc cref="With(string, BackboneMaker)" path="/exception"/>
    public DetectorParts With(string name, NeckMaker make) => new(_backbones, _necks.With(name, make), _proposals, _regions);

    /// <summary>These parts plus a first stage; <c>proposals.kind</c> names it.</summary>
    /// <inheritdoc cref="With(string, BackboneMaker)" path="/exception"/>
    public DetectorParts With(string name, ProposalMaker make) => new(_backbones, _necks, _proposals.With(name, make), _regions);

    /// <summary>These parts plus a second stage; <c>head.kind</c> names it.</summary>
    /// <inheritdoc cref="With(string, BackboneMaker)" path="/exception"/>
    public DetectorParts With(string name, RoiStageMaker make) => new(_backbones, _necks, _proposals, _regions.With(name, make));

    /// <summary>These parts plus the layers of a second stage that otherwise is Faster R-CNN's; <c>head.kind</c> names them.</summary>
    /// <inheritdoc cref="With(string, BackboneMaker)" path="/exception"/>
    public DetectorParts With(string name, BoxHeadMaker make)
    {
        ArgumentNullException.ThrowIfNull(make);
        return With(name, (RoiStageMaker)((levels, classes, options) => RoiStage.Pooled(levels, classes, options, make)));
    }

    /// <summary>Checks all names before anything is built, since a partly built detector would not be released.</summary>
    /// <exception cref="InvalidOptionException">There is no part with such a name.</exception>
    internal void RequireKnown(DetectorOptions options)
    {
        _ = _backbones[options.Backbone.Name];
        _ = _necks[options.Neck.Kind.Name];
        _ = _proposals[options.Proposals.Kind.Name];
        _ = _regions[options.Head.Kind.Name];
    }

    /// <summary>Creates the backbone that <paramref name="options"/> name, with random weights.</summary>
    /// <exception cref="InvalidOptionException">There is none with this name; the message suggests the nearest.</exception>
    public Backbone CreateBackbone(BackboneOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return _backbones[options.Name](options);
    }

    /// <summary>Creates the neck that <paramref name="options"/> name, with random weights.</summary>
    /// <param name="maps">The backbone's maps: <see cref="Backbone.Levels"/>.</param>
    /// <param name="options">The section <c>neck</c>.</param>
    /// <inheritdoc cref="CreateBackbone" path="/exception"/>
    public Neck CreateNeck(IReadOnlyList<FeatureLevel> maps, NeckOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return _necks[options.Kind.Name](maps, options);
    }

    /// <summary>Creates the first stage that <paramref name="options"/> name, with random weights.</summary>
    /// <param name="levels">The maps that it reads: <see cref="Neck.ProposalLevels"/>.</param>
    /// <param name="anchors">The section <c>anchors</c>.</param>
    /// <param name="options">The section <c>proposals</c>.</param>
    /// <inheritdoc cref="CreateBackbone" path="/exception"/>
    public ProposalStage CreateProposals(IReadOnlyList<FeatureLevel> levels, AnchorOptions anchors, ProposalOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return _proposals[options.Kind.Name](levels, anchors, options);
    }

    /// <summary>Creates the second stage that <paramref name="options"/> name, with random weights.</summary>
    /// <param name="levels">The maps that regions are pooled from: <see cref="Neck.RegionLevels"/>.</param>
    /// <param name="classes">Number of classes, without background.</param>
    /// <param name="options">All options; <c>head.kind</c> names the stage.</param>
    /// <inheritdoc cref="CreateBackbone" path="/exception"/>
    public RoiStage CreateRoiStage(IReadOnlyList<FeatureLevel> levels, int classes, DetectorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return _regions[options.Head.Kind.Name](levels, classes, options);
    }
}
