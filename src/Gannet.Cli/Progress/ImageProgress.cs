using System.Diagnostics;
using Gannet.Cli.Commands;
using Spectre.Console;

namespace Gannet.Cli.Progress;

/// <summary>Shows how many pictures are done: as a bar on a terminal, elsewhere as an occasional line.</summary>
internal static class ImageProgress
{
    // If output goes to a file, a line this often is enough to see that it is alive.
    private static readonly TimeSpan s_lineInterval = TimeSpan.FromSeconds(20);

    /// <summary>Runs <paramref name="work"/> on the calling thread; it reports the number of pictures done.</summary>
    public static T Show<T>(CommandContext context, string what, int pictures, Func<Action<int>, T> work)
    {
        if (context.Console.Profile.Capabilities.Interactive && context.Console.Profile.Out.IsTerminal)
        {
            return context.Console.Progress().AutoClear(true)
                .Columns(new ProgressBarColumn(), new TaskDescriptionColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .Start(display =>
                {
                    var bar = display.AddTask(Markup.Escape(what), maxValue: pictures);
                    return work(done => bar.Value = done);
                });
        }

        var sinceLine = Stopwatch.StartNew();
        return work(done =>
        {
            if (sinceLine.Elapsed < s_lineInterval) return;
            sinceLine.Restart();
            context.Error.WriteLine($"{what}: {done} of {pictures} pictures");
        });
    }
}
