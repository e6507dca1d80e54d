using System.CommandLine;
using System.Globalization;
using Gannet.Cli.Parsing;
using Gannet.Detection;
using Gannet.Detection.Merging;

namespace Gannet.Cli.Options;

/// <summary><c>--tta</c>, <c>--tiles</c>, <c>--tile-overlap</c> and <c>--tiles-only</c>: looks at each picture more than once and merges what is found.</summary>
internal sealed class ViewOptions
{
    private const string Flip = "flip";

    private readonly Option<string?> _views = new("--tta")
    {
        Description = "Further views of each picture to look at: its mirror image, and sizes relative to the model's, such as flip,0.8,1.25.",
        HelpName = "flip,SCALE,…",
    };

    private readonly Option<int?> _tiles = new("--tiles")
    {
        Description = "Side in pixels of overlapping tiles to look at, besides the whole picture: for small objects in large pictures; 0 for none [default: the model's].",
        HelpName = "N",
    };

    private readonly Option<double> _overlap = new("--tile-overlap")
    {
        Description = "Least share of its side that a tile has in common with the next.",
        HelpName = "X",
        DefaultValueFactory = static _ => new TiledDetectionOptions().Overlap,
    };

    private readonly Option<bool> _tilesOnly = new("--tiles-only") { Description = "Do not look at the whole picture besides its tiles." };

    public ViewOptions(Command command)
    {
        foreach (var option in All) command.Options.Add(option);
    }

    /// <summary>The options, for commands that refuse them.</summary>
    public Option[] All => [_views, _tiles, _overlap, _tilesOnly];

    /// <summary>Checks the values, before a model is read.</summary>
    /// <exception cref="UsageException">An option is out of range, or needs another.</exception>
    public void Check(ParseResult parse)
    {
        if (parse.GetValue(_views) is { } text) _ = Views(text);
        _ = Tiles(parse);
    }

    /// <summary>Detects as the options ask, in pixels of the picture, down to the model's threshold; null if they ask for a single look.</summary>
    /// <param name="parse">The values of the options.</param>
    /// <param name="detector">The detector to use.</param>
    /// <param name="cancellation">Stops between two tiles.</param>
    /// <exception cref="UsageException">An option is out of range, or needs another.</exception>
    /// <exception cref="InvalidOptionException">The model does not support it.</exception>
    public Func<Image, IReadOnlyList<DetectedObject>>? Of(ParseResult parse, Detector detector, CancellationToken cancellation)
    {
        var views = parse.GetValue(_views) is { } text ? Views(text) : null;
        // Made first, to refuse a model in the words of the option that it does not support.
        var augmented = views is null ? null : Made("--tta", () => new AugmentedDetection(detector, views));
        var tiled = Tiles(parse) is { } tiles ? Made("--tiles", () => new TiledDetection(detector, tiles, views))
            : parse.GetValue(_tiles) is null ? TiledDetection.Of(detector, views) : null;
        if (tiled is not null) return picture => tiled.Detect(picture, score: 0, cancellation);
        if (augmented is not null) return picture => augmented.Detect(picture, score: 0);
        return parse.GetValue(_tiles) == 0 && detector.Options.Detections.Tiles > 0 ? picture => detector.Detect([picture])[0] : null;
    }

    /// <summary>The given options as the user would write them; null if there are none.</summary>
    public string? Describe(ParseResult parse)
    {
        var given = All.Where(option => parse.GetResult(option) is { Implicit: false })
            .Select(option => string.Join(' ', parse.GetResult(option)!.Tokens.Select(static token => token.Value).Prepend(option.Name))).ToList();
        return given.Count == 0 ? null : string.Join(' ', given);
    }

    /// <summary>Refuses the options together with another that needs a single look, or no model.</summary>
    /// <param name="parse">The values of the options.</param>
    /// <param name="why">The reason and the cure, to complete "--tiles …".</param>
    /// <exception cref="UsageException">One of them is given.</exception>
    public void Refuse(ParseResult parse, string why)
    {
        if (All.FirstOrDefault(option => parse.GetResult(option) is { Implicit: false }) is { } given) throw new UsageException($"{given.Name} {why}");
    }

    private static AugmentedDetectionOptions Views(string text)
    {
        var wrong = new UsageException($"--tta {text}: give {Flip}, sizes relative to the model's from 0.1 to 4, or both, such as {Flip},0.8,1.25.");
        var (flip, scales) = (false, new List<double>());
        foreach (var view in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (view == Flip) flip = true;
            else if (double.TryParse(view, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var scale) && scale is >= 0.1 and <= 4) scales.Add(scale);
            else throw wrong;
        }

        return flip || scales.Exists(static scale => scale != 1) ? new() { Flip = flip, Scales = scales } : throw wrong;
    }

    private TiledDetectionOptions? Tiles(ParseResult parse)
    {
        if (parse.GetValue(_tiles) is not { } side)
        {
            if (parse.GetResult(_overlap) is { Implicit: false }) throw new UsageException("--tile-overlap needs --tiles N.");
            return parse.GetValue(_tilesOnly) ? throw new UsageException("--tiles-only needs --tiles N.") : null;
        }

        if (side == 0) return null;
        var overlap = parse.GetValue(_overlap);
        const int Least = TiledDetectionOptions.LeastSide, Most = TiledDetectionOptions.MostSide;
        if (side is not (>= Least and <= Most)) throw new UsageException($"--tiles {side}: the side of a tile must be from {Least} to {Most} pixels, or 0 for none.");
        if (overlap is not (>= 0 and <= TiledDetectionOptions.MostOverlap)) throw new UsageException("--tile-overlap must be from 0 to 0.9.");
        return new() { Side = side, Overlap = overlap, WholePicture = !parse.GetValue(_tilesOnly) };
    }

    private static T Made<T>(string option, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (InvalidOptionException error)
        {
            throw error.From(option);
        }
    }
}
