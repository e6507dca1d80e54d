using System.CommandLine;
using Gannet.Imaging.Drawing;

namespace Gannet.Cli.Options;

/// <summary>How detections are drawn: <c>--palette</c>, <c>--fade</c>.</summary>
internal sealed class DrawingOptions
{
    private const string Own = "gannet", Voc = "voc";

    private readonly Option<string> _palette = new("--palette")
    {
        Description = "Class colours in --out: easy to tell apart, or Pascal VOC's.",
        HelpName = $"{Own}|{Voc}",
        DefaultValueFactory = static _ => Own,
    };

    private readonly Option<bool> _fade = new("--fade") { Description = "In --out, draw less certain detections with fainter boxes." };

    public DrawingOptions() => _palette.AcceptOnlyFromAmong(Own, Voc);

    public void AddTo(Command command)
    {
        command.Options.Add(_palette);
        command.Options.Add(_fade);
    }

    public DrawnBox Apply(ParseResult parse, DrawnBox box, float score) => box with
    {
        Colour = parse.GetValue(_palette) == Voc ? VocPalette.Of(box.Label) : null,
        Opacity = parse.GetValue(_fade) ? Math.Clamp(score, 0, 1) : 1,
    };
}
