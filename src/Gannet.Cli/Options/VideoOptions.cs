using System.CommandLine;
using Gannet.Cli.Parsing;

namespace Gannet.Cli.Options;

/// <summary>What of a video is looked at, and whether its objects are followed: <c>--track</c>, <c>--every</c>, <c>--start</c>, <c>--duration</c>.</summary>
internal sealed class VideoOptions
{
    // Ten years: enough for any video, and no overflow in arithmetic with frames.
    private const double MostSeconds = 3e8;

    private readonly Option<bool> _track = new("--track") { Description = "In a video, follow objects from frame to frame and number them." };

    private readonly Option<int> _every = new("--every")
    {
        Description = "In a video, look at every Nth frame; in between, boxes stay, or are predicted with --track.",
        HelpName = "N",
        DefaultValueFactory = static _ => 1,
    };

    private readonly Option<double> _start = new("--start") { Description = "Seconds of a video to pass over.", HelpName = "SECONDS" };

    private readonly Option<double?> _duration = new("--duration") { Description = "Seconds of a video to look at [default: to its end].", HelpName = "SECONDS" };

    public VideoOptions(Command command)
    {
        foreach (var option in All) command.Options.Add(option);
    }

    private Option[] All => [_track, _every, _start, _duration];

    /// <summary>The checked values.</summary>
    /// <exception cref="UsageException">A value is out of range.</exception>
    public VideoSelection Of(ParseResult parse)
    {
        var (every, start, duration) = (parse.GetValue(_every), parse.GetValue(_start), parse.GetValue(_duration));
        if (every < 1) throw new UsageException($"--every {every}: must be 1 frame or more.");
        if (!(start is >= 0 and <= MostSeconds)) throw new UsageException("--start must be 0 seconds or more.");
        if (duration is { } length && !(length is > 0 and <= MostSeconds)) throw new UsageException("--duration must be more than 0 seconds.");
        return new(parse.GetValue(_track), every, TimeSpan.FromSeconds(start), duration is { } seconds ? TimeSpan.FromSeconds(start + seconds) : TimeSpan.MaxValue);
    }

    /// <summary>Refuses the options for pictures.</summary>
    /// <exception cref="UsageException">One of them is given.</exception>
    public void Refuse(ParseResult parse)
    {
        if (All.FirstOrDefault(option => parse.GetResult(option) is { Implicit: false }) is { } given)
            throw new UsageException($"{given.Name} is for videos; INPUT has only pictures.");
    }
}

/// <summary>What of a video is looked at.</summary>
/// <param name="IsTracked">Whether objects are followed from frame to frame.</param>
/// <param name="Every">Every which frame is looked at.</param>
/// <param name="Start">Time of the first frame.</param>
/// <param name="End">Time of the first frame that is left out.</param>
internal sealed record VideoSelection(bool IsTracked, int Every, TimeSpan Start, TimeSpan End);
