using System.CommandLine;
using Gannet.Datasets;

namespace Gannet.Cli.Options;

/// <summary>The <c>--format</c> option: an annotation format by name.</summary>
internal sealed class FormatOption : Option<string?>
{
    public FormatOption(string description)
        : base("--format")
    {
        Description = description;
        HelpName = "coco|voc|yolo|csv";
        AcceptOnlyFromAmong([.. Enum.GetValues<AnnotationFormat>().Where(static format => format != AnnotationFormat.LabelMe).Select(NameOf)]);
    }

    /// <summary>The name of a format on the command line.</summary>
    public static string NameOf(AnnotationFormat format) => format switch
    {
        AnnotationFormat.Coco => "coco",
        AnnotationFormat.Voc => "voc",
        AnnotationFormat.Yolo => "yolo",
        AnnotationFormat.LabelMe => "labelme",
        _ => "csv",
    };

    /// <summary>The format asked for, or null.</summary>
    public AnnotationFormat? Value(ParseResult parse) =>
        parse.GetValue(this) is { } name ? Enum.Parse<AnnotationFormat>(name, ignoreCase: true) : null;
}
