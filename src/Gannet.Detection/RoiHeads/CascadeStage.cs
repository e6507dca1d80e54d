using Gannet.Detection.Images;
using Gannet.Kernels.BoxCoding;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.RoiHeads;

/// <summary>One stage of a <see cref="Cascade"/>: its layers, and what its regions have to learn.</summary>
internal sealed class CascadeStage : Module
{
    public CascadeStage(BoxHead head, int classes, HeadOptions options)
    {
        var layout = new BoxLayout(classes, options.BoxSlots);
        var coder = BoxCoder.Of(options.BoxWeights);
        (Options, Losses, Selector) = (options, new RoiLosses(layout, options, coder), new PostProcessing(layout, coder));
        Layers = Add("", new RegionLayers(head, layout));
    }

    /// <summary>The layers after the pooling.</summary>
    public RegionLayers Layers { get; }

    /// <summary>The options of this stage alone.</summary>
    public HeadOptions Options { get; }

    /// <summary>Its losses.</summary>
    public RoiLosses Losses { get; }

    /// <summary>Decodes its boxes.</summary>
    public PostProcessing Selector { get; }

    /// <summary>The next stage's regions: each region moved by its deltas and clipped to its image, without those that are empty then.</summary>
    /// <remarks>Without gradients. Device sync.</remarks>
    public Box[][] Refine(BoxPrediction prediction, Box[][] regions, IReadOnlyList<ImagePlacement> placements) =>
        Array.ConvertAll(Selector.Refine(prediction, regions, placements), static refined => Array.FindAll(refined.Boxes, static box => box.IsValid));

    /// <summary>The options of each stage of a cascade.</summary>
    /// <remarks>
    /// Later stages do not sample: the boxes of the stage before are all labelled anew, and ground truth boxes were added at the start. The
    /// better boxes are as numerous as foreground at the higher threshold as the proposals were at the lower one.
    /// </remarks>
    public static HeadOptions[] OptionsOf(HeadOptions head) =>
    [
        head,
        .. head.Cascade.Select(later => head with
        {
            ForegroundIou = later.ForegroundIou,
            BackgroundIou = later.ForegroundIou,
            BoxWeights = later.BoxWeights,
            AddTruths = false,
        }),
    ];
}
