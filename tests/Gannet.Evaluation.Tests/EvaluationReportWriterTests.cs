using System.Text.Json;
using Gannet.Evaluation.Coco;

namespace Gannet.Evaluation.Tests;

public sealed class EvaluationReportWriterTests
{
    [Fact]
    public void Every_number_stands_under_its_name()
    {
        using var json = Write(new()
        {
            Coco = Scores(0),
            Voc07 = new(.2, []),
            Voc = new(.21, []),
            Proposals = new(.3, .31, .32, 0, 0, 0),
            Masks = Scores(.5),
            Images = 4,
            Boxes = 7,
        });
        var root = json.RootElement;
        Check(root, 0);
        Check(root.GetProperty("masks"), .5);
        Assert.Equal([.31, .32], [root.GetProperty("AR300").GetDouble(), root.GetProperty("AR1000").GetDouble()]);
        Assert.Equal([.2, .21], [root.GetProperty("voc07").GetProperty("mAP").GetDouble(), root.GetProperty("voc").GetProperty("mAP").GetDouble()]);
        Assert.Equal([4, 7], [root.GetProperty("images").GetInt32(), root.GetProperty("boxes").GetInt32()]);
    }

    [Fact]
    public void What_was_not_scored_is_not_written()
    {
        using var json = Write(new() { Coco = Scores(0), Voc07 = new(.2, []), Voc = new(.21, []), Images = 4, Boxes = 7 });
        foreach (var name in (string[])["AR300", "AR1000", "masks"]) Assert.False(json.RootElement.TryGetProperty(name, out _), name);
    }

    private static void Check(JsonElement scores, double offset)
    {
        string[] names = ["AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl"];
        for (var k = 0; k < names.Length; k++) Assert.Equal(offset + (k + 1) / 100.0, scores.GetProperty(names[k]).GetDouble());
        var named = scores.GetProperty("perClass").GetProperty("cat");
        Assert.Equal([.98, .99], [named.GetProperty("AP").GetDouble(), named.GetProperty("AP50").GetDouble()]);
    }

    private static JsonDocument Write(EvaluationReport report)
    {
        using var stream = new MemoryStream();
        EvaluationReportWriter.Write(stream, report);
        return JsonDocument.Parse(stream.ToArray());
    }

    private static CocoScores Scores(double offset) => new()
    {
        AP = offset + .01,
        AP50 = offset + .02,
        AP75 = offset + .03,
        APs = offset + .04,
        APm = offset + .05,
        APl = offset + .06,
        AR1 = offset + .07,
        AR10 = offset + .08,
        AR100 = offset + .09,
        ARs = offset + .1,
        ARm = offset + .11,
        ARl = offset + .12,
        PerClass = [new("cat", .98, .99, 3)],
    };
}
