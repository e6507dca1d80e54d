using System.Text.Json;
using Gannet.Evaluation.Comparison;
using Gannet.Evaluation.Errors;

namespace Gannet.Evaluation.Tests.Comparison;

public sealed class ComparedEvaluationTests
{
    [Fact]
    public void What_was_written_is_read_again()
    {
        var (dataset, detections) = Made.Random(3);
        var (report, details) = (EvaluationReport.Compute(dataset, detections), EvaluationDetails.Compute(dataset, detections));
        using var folder = new TemporaryFolder();
        using (var stream = File.Create(folder.File("report.json")))
        using (var json = new Utf8JsonWriter(stream)) EvaluationReportWriter.Write(json, report, "first", details);
        var read = ComparedEvaluation.Read(folder.File("report.json"));
        Assert.Equal(("first", report.Coco.AP, report.Coco.ARl), (read.Name, read.Numbers["AP"], read.Numbers["ARl"]));
        Assert.Equal(details.Costs.PerType.Select(static c => c.Cost), ErrorTypes.All.Select(type => read.Costs[type]));
        Assert.Equal(details.Calibration!.Error, read.CalibrationError);
        for (var k = 0; k < 3; k++)
        {
            var there = read.PerClass[$"class{k}"];
            Assert.Equal((report.Coco.PerClass[k].AP50, details.Thresholds[k].F1), (there.AP50, there.F1));
            Assert.Equal(details.Curves[k].Precision, there.Precision);
        }
    }

    [Fact]
    public void Scores_alone_are_enough()
    {
        var (dataset, detections) = Made.Random(4);
        using var folder = new TemporaryFolder();
        using (var stream = File.Create(folder.File("scores.json"))) EvaluationReportWriter.Write(stream, EvaluationReport.Compute(dataset, detections));
        var read = ComparedEvaluation.Read(folder.File("scores.json"));
        Assert.Equal(("scores.json", -1), (read.Name, read.CalibrationError));
        Assert.Empty(read.Costs);
        Assert.Empty(read.PerClass["class0"].Precision);
    }

    [Theory]
    [InlineData("[]", "not an evaluation")]
    [InlineData("{\"AP\": 1}", "not an evaluation")]
    [InlineData("{\"AP\": \"x\", \"perClass\": {}}", "'AP' must be a number")]
    [InlineData("{\"AP\": 7, \"perClass\": {}}", "'AP' must be a number")]
    [InlineData("{\"AP\": 1, \"perClass\": {\"a\": {}}, \"details\": {\"curves\": {\"a\": {\"precision\": [2]}}}}", "'precision'")]
    [InlineData("{\"AP\": 1, \"perClass\": {\"a\": {}}, \"details\": 3}", null)]
    [InlineData("{\"AP\": 1,", "not valid JSON")]
    [InlineData("{\"AP\": 1, \"perClass\": {}, \"name\": \"\\ud83d\"}", "surrogate")]
    public void What_is_no_evaluation_is_refused(string text, string? words)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("other.json"), text);
        var error = Record.Exception(() => ComparedEvaluation.Read(folder.File("other.json")));
        if (words is null) Assert.Null(error);
        else Assert.Contains(words, Assert.IsType<InvalidDataException>(error).Message, StringComparison.Ordinal);
    }
}
