using System.CommandLine;
using Gannet.Datasets.Writing;

namespace Gannet.Cli.Options;

/// <summary>The <c>--pictures</c> option: how a written data set gets its pictures.</summary>
internal sealed class PlacementOption : Option<string>
{
    public PlacementOption()
        : base("--pictures")
    {
        Description = "Copy the pictures into the new data set, link to them, or write only the annotations.";
        HelpName = "copy|link|none";
        DefaultValueFactory = static _ => "copy";
        AcceptOnlyFromAmong("copy", "link", "none");
    }

    /// <summary>The placement asked for.</summary>
    public ImagePlacement Value(ParseResult parse) => Enum.Parse<ImagePlacement>(parse.GetValue(this)!, ignoreCase: true);
}
