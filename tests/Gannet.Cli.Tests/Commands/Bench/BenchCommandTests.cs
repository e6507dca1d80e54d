using System.Text.Json;

namespace Gannet.Cli.Tests.Commands.Bench;

[Collection(TorchTests.Name)]
public class BenchCommandTests
{
    // Small enough that a run takes only a moment; the timed code is the same.
    private static readonly string[] s_small = ["--preset", "faster-rcnn-mobilenet-v3-large-320-fpn", "--size", "64", "96", "--runs", "1", "--json", "-"];

    [Fact]
    public async Task Operators_are_one_object_a_line_in_the_peers_words()
    {
        var run = await CommandRun.Of("bench", "ops", "--filter", "nms_1000_", "--runs", "3", "--json", "-");
        Assert.Equal((0, ""), (run.Code, run.Error));
        var line = Assert.Single(Lines(run.Output));
        Assert.Equal(["name", "median_s", "min_s", "runs"], line.EnumerateObject().Select(static p => p.Name));
        Assert.Equal("nms_1000_iou0.7", line.GetProperty("name").GetString());
        Assert.Equal(3, line.GetProperty("runs").GetInt32());
        Assert.InRange(line.GetProperty("min_s").GetDouble(), double.Epsilon, line.GetProperty("median_s").GetDouble());
    }

    [Fact]
    public async Task Every_name_of_the_peer_can_be_asked_for()
    {
        var run = await CommandRun.Of("bench", "ops", "--filter", "no such kernel");
        var line = run.OneLineOfWrongInput("--filter no such kernel", "nms_1000_iou0.7", "nms_4000_iou0.7", "nms_12000_iou0.7");
        string[] names =
        [
            "batched_nms_10000_90classes_iou0.5", "iou_261888x50", "match_261888x50", "decode_261888", "multiscale_roi_align_1000x256x7x7",
            "roi_pool_300x512x7x7", "ps_roi_pool_300x81x3x3", "ps_roi_align_300x81x3x3", "multiscale_roi_align_512_forward_backward",
        ];
        Assert.All(names, name => Assert.Contains(name, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_gets_the_lines_and_the_screen_a_table()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("bench.jsonl");
        var run = await CommandRun.Of("bench", "ops", "--filter", "ps_roi_align", "--runs", "1", "--json", file);
        Assert.Equal(0, run.Code);
        Assert.Matches(@"^ +median +minimum\nps_roi_align_300x81x3x3 +[\d.]+ ms +[\d.]+ ms\n$", run.Output);
        Assert.Equal("ps_roi_align_300x81x3x3", Assert.Single(Lines(File.ReadAllText(file))).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Detection_says_what_was_detected_in_what()
    {
        var run = await CommandRun.Of(["bench", "detect", .. s_small]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        var lines = Lines(run.Output);
        Assert.Equal(
            ["infer_faster-rcnn-mobilenet-v3-large-320-fpn", "backbone_faster-rcnn-mobilenet-v3-large-320-fpn"],
            lines.Select(static l => l.GetProperty("name").GetString()!));
        Assert.Equal([64, 96], lines[0].GetProperty("size").EnumerateArray().Select(static v => v.GetInt32()));
        Assert.InRange(lines[0].GetProperty("proposals").GetInt32(), 0, 150);
        Assert.InRange(lines[0].GetProperty("detections").GetInt32(), 0, 100);
        Assert.InRange(lines[0].GetProperty("gflop").GetDouble(), 1, 10);
        Assert.Equal([1, 3, 320, 480], lines[1].GetProperty("padded").EnumerateArray().Select(static v => v.GetInt32()));
    }

    [Fact]
    public async Task A_step_learns_from_a_batch()
    {
        var run = await CommandRun.Of(["bench", "train", .. s_small, "--batch", "3"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        var line = Assert.Single(Lines(run.Output));
        Assert.Equal("train_step_faster-rcnn-mobilenet-v3-large-320-fpn", line.GetProperty("name").GetString());
        Assert.Equal(3, line.GetProperty("batch").GetInt32());
        Assert.True(line.GetProperty("loss").GetDouble() > 0);
    }

    [Fact]
    public async Task Evaluation_can_be_handed_to_another_evaluator()
    {
        using var folder = new TemporaryFolder();
        var run = await CommandRun.Of("bench", "evaluate", "--out", folder.File("coco"), "--runs", "1", "--json", "-");
        Assert.Equal((0, ""), (run.Code, run.Error));
        var lines = Lines(run.Output);
        Assert.Equal(["coco_read_5000x500000", "coco_evaluate_5000x500000"], lines.Select(static l => l.GetProperty("name").GetString()!));

        // The files have the same content as the timed data.
        var (truth, results) = (folder.File("coco/annotations/instances.json"), folder.File("coco/results.json"));
        var scored = await CommandRun.Of("evaluate", "--detections", results, "--data", truth, "--json", "-");
        Assert.Equal(0, scored.Code);
        var ap = JsonDocument.Parse(scored.Output).RootElement.GetProperty("AP").GetDouble();
        Assert.InRange(ap, .1, .9);
        Assert.Equal(lines[1].GetProperty("AP").GetDouble(), ap, 1e-12);
        string[] order = ["AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl"];
        Assert.Equal(
            order.Select(name => JsonDocument.Parse(scored.Output).RootElement.GetProperty(name).GetDouble()),
            lines[1].GetProperty("stats").EnumerateArray().Select(static v => v.GetDouble()));
    }

    [Theory]
    [InlineData("--runs must be at least 1", "--runs", "0")]
    [InlineData("--batch must be at least 1", "--batch", "0")]
    [InlineData("--size must be two positive numbers", "--size", "0", "96")]
    [InlineData("'--size'", "--size", "64")]
    [InlineData("'fp8'", "--precision", "fp8")]
    [InlineData("did you mean", "--preset", "faster-rcnn-resnet51-fpn")]
    public async Task A_wrong_value_is_named(string words, params string[] options) =>
        (await CommandRun.Of(["bench", "detect", .. options])).OneLineOfWrongInput(words);

    private static JsonElement[] Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)];
}
