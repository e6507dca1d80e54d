using System.Diagnostics;
using System.Globalization;
using Gannet.Cli.Commands;
using Spectre.Console;

namespace Gannet.Cli.Progress;

/// <summary>Shows how many pictures are done and the time left: as a bar on a terminal, elsewhere as an occasional line.</summary>
internal static class ImageProgress
{
    // If output goes to a file, a line this often is enough to see that it is alive.
    private static readonly TimeSpan s_lineInterval = TimeSpan.FromSeconds(20);

    /// <summary>Runs <paramref name="work"/> on the calling thread; it reports the number of pictures done.</summary>
    /// <param name="context">Where to show it.</param>
    /// <param name="what">What is being done.</param>
    /// <param name="pictures">Their number; 0 if it is unknown.</param>
    /// <param name="work">Reports the number done so far.</param>
    /// <param name="noun">What they are called, in the plural.</param>
    public static T Show<T>(CommandContext context, string what, int pictures, Func<Action<int>, T> work, string noun = "pictures")
    {
        if (context.Console.Profile.Capabilities.Interactive && context.Console.Profile.Out.IsTerminal)
        {
            return context.Console.Progress().AutoClear(true)
                .Columns(new ProgressBarColumn(), new TaskDescriptionColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .Start(display =>
                {
                    var bar = display.AddTask(Markup.Escape(what), maxValue: Math.Max(1, pictures));
                    bar.IsIndeterminate = pictures == 0;
                    return work(done => bar.Value = done);
                });
        }

        var (sinceLine, sinceStart) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        return work(done =>
        {
            if (sinceLine.Elapsed < s_lineInterval) return;
            sinceLine.Restart();
            context.Error.WriteLine(Line(what, done, pictures, noun, sinceStart.Elapsed));
        });
    }

    /// <summary>A line of progress, such as <c>detecting: 120 of 377 frames, 0:00:41 left</c>.</summary>
    internal static string Line(string what, int done, int pictures, string noun, TimeSpan elapsed)
    {
        if (pictures == 0) return $"{what}: {done} {noun}";
        var left = done > 0 ? string.Create(CultureInfo.InvariantCulture, $", {elapsed / done * Math.Max(0, pictures - done):h\\:mm\\:ss} left") : "";
        return $"{what}: {done} of {pictures} {noun}{left}";
    }
}
