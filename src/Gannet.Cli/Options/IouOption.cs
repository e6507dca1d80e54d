using System.CommandLine;
using Gannet.Evaluation.Overlaps;

namespace Gannet.Cli.Options;

/// <summary>The <c>--iou</c> option: whether boxes or masks are compared, with pycocotools' names.</summary>
internal sealed class IouOption : Option<string?>
{
    public IouOption()
        : base("--iou")
    {
        Description = "Compare boxes or masks (only with --detections). Default: masks if the rows hold nothing else.";
        HelpName = "bbox|segm";
        AcceptOnlyFromAmong("bbox", "segm");
    }

    /// <summary>The overlap asked for, or null.</summary>
    public IouType? Value(ParseResult parse) => parse.GetValue(this) switch
    {
        "bbox" => IouType.Boxes,
        "segm" => IouType.Masks,
        _ => null,
    };
}
