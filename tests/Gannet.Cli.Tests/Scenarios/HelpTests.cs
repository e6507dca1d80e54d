using System.CommandLine;

namespace Gannet.Cli.Tests.Scenarios;

/// <summary>Scripts rely on the names of commands and options, so changing them breaks a promise.</summary>
public class HelpTests
{
    public static TheoryData<string, string> Commands => new()
    {
        { "bench detect", "--preset --model --picture --size --batch --precision --device --runs --json" },
        { "bench evaluate", "--out --runs --json" },
        { "bench ops", "--filter --runs --json" },
        { "bench peak", "--filter --runs --json" },
        { "bench train", "--preset --model --picture --size --batch --precision --device --runs --json" },
        { "data anchors", "--data --split --images --strict --preset --per-cell --set" },
        { "data check", "--data --split --images --strict --quick --json" },
        { "data convert", "--data --split --images --strict --out --format --pictures" },
        { "data draw", "--data --out --split --images --limit" },
        { "data split", "--data --split --images --strict --out --fractions --format --pictures --seed" },
        { "data stats", "--data --split --images --strict --quick --preset --model --device --report --json" },
        { "data synthesize", "--out --pictures --validation --seed --width --height --noise --format" },
        { "demo", "--out --seed --max-steps" },
        { "detect", "--model --score --thresholds --device --precision --tta --tiles --tile-overlap --tiles-only --track --every --start --duration --regions --json --out --palette --fade --processes --timeout" },
        { "doctor", "--json" },
        { "evaluate", "--model --detections --iou --data --split --images --strict --thresholds --device --precision --tta --tiles --tile-overlap --tiles-only --json --report --compare --save-detections --processes --timeout" },
        { "explain", "--model --truth --data --detection --steps --score --thresholds --device --precision --json --out" },
        { "label", "--data --model --urls --port --classes --format --split --images --out --weights --preset --set --no-open" },
        { "model average", "--out" },
        { "model export", "--out --batch --batch-size --fixed --raw" },
        { "model import", "--preset --weights --classes --out --set" },
        { "model presets", "--json" },
        { "model show", "--set --json" },
        {
            "serve",
            "--model --models --urls --api-key --cors --score --max-batch --max-wait --queue --deadline --max-body --max-pixels --uploads --device --precision"
        },
        {
            "train",
            "--data --out --preset --minutes --keep --patience --on-nan --quiet --weights --train-split --val-split --images --epochs --max-steps --batch --accumulate --sync-norm --min-size --max-size --lr "
            + "--seed --resume --overwrite --precision --layers --train-from --freeze-batch-norm --check-gradients --profile --strict --device --set --processes --timeout"
        },
    };

    [Theory]
    [MemberData(nameof(Commands), DisableDiscoveryEnumeration = true)]
    public async Task Help_describes_every_option(string command, string options)
    {
        var run = await CommandRun.Of([.. command.Split(' '), "--help"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        var listed = run.Output[run.Output.IndexOf("Options:", StringComparison.Ordinal)..].Split('\n')
            .Select(static line => line.Trim()).Where(static line => line.StartsWith("--", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            options.Split(' ').Append("--verbose").Order(),
            listed.Select(static line => line.Split(' ')[0]).Order());
        Assert.All(listed, static line => Assert.Matches(@"^--\S+( <[^>]+>)?( \(REQUIRED\))?  +[A-Z\d]", line));
    }

    [Fact]
    public async Task Every_command_is_in_the_list_above()
    {
        var groups = new List<string> { "" };
        var leaves = new List<string>();
        while (groups.Count > 0)
        {
            var group = groups[^1];
            groups.RemoveAt(groups.Count - 1);
            var help = (await CommandRun.Of([.. group.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"])).Output;
            if (!help.Contains("Commands:", StringComparison.Ordinal)) leaves.Add(group.Trim());
            else groups.AddRange(SubcommandsIn(help).Select(name => $"{group} {name}"));
        }

        Assert.Equal(Commands.Select(static row => (string)row[0]).Order(), leaves.Order());
    }

    [Fact]
    public async Task The_demo_says_how_long_it_takes() =>
        Assert.Matches(@"about \d+ minutes on two cores", (await CommandRun.Of("demo", "--help")).Output);

    private static IEnumerable<string> SubcommandsIn(string help) =>
        help[help.IndexOf("Commands:", StringComparison.Ordinal)..].Split('\n').Skip(1)
            .TakeWhile(static line => line.Trim().Length > 0).Where(static line => line.StartsWith("  ", StringComparison.Ordinal) && line[2] != ' ')
            .Select(static line => line.Trim().Split(' ')[0]);
}
