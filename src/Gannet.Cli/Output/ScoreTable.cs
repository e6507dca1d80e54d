using System.Globalization;
using Gannet.Evaluation;
using Gannet.Evaluation.Coco;
using Gannet.Evaluation.Overlaps;

namespace Gannet.Cli.Output;

/// <summary>An evaluation as lines of text.</summary>
internal static class ScoreTable
{
    private const int NameWidth = 24;

    public static void Write(TextWriter output, EvaluationReport report)
    {
        output.WriteLine($"{report.Images} pictures, {report.Boxes} boxes; -1 means nothing to score");
        Coco(output, report.Overlap, report.Coco);
        if (report.Proposals is { } proposals)
        {
            Line(output, "AR   300 per image", proposals.AR300);
            Line(output, "AR   1,000 per image", proposals.AR1000);
        }

        Line(output, "mAP  VOC 2007", report.Voc07.MeanAP);
        Line(output, "mAP  VOC", report.Voc.MeanAP);
        Classes(output, report.Coco);
        if (report.Masks is not { } masks) return;
        Coco(output, IouType.Masks, masks);
        Classes(output, masks);
    }

    private static void Coco(TextWriter output, IouType overlap, CocoScores coco)
    {
        output.WriteLine(overlap == IouType.Masks ? "by mask overlap" : "by box overlap");
        Line(output, "AP   IoU .50:.95", coco.AP);
        Line(output, "AP   IoU .50", coco.AP50);
        Line(output, "AP   IoU .75", coco.AP75);
        Line(output, "AP   small", coco.APs);
        Line(output, "AP   medium", coco.APm);
        Line(output, "AP   large", coco.APl);
        Line(output, "AR   1 per image", coco.AR1);
        Line(output, "AR   10 per image", coco.AR10);
        Line(output, "AR   100 per image", coco.AR100);
        Line(output, "AR   small", coco.ARs);
        Line(output, "AR   medium", coco.ARm);
        Line(output, "AR   large", coco.ARl);
    }

    private static void Classes(TextWriter output, CocoScores coco)
    {
        var width = Math.Max(NameWidth, coco.PerClass.Select(static scores => scores.Name.Length).DefaultIfEmpty().Max());
        output.WriteLine($"{"class".PadRight(width)}  {"AP",7}  {"AP50",7}  objects");
        foreach (var scores in coco.PerClass)
            output.WriteLine($"{scores.Name.PadRight(width)}  {Number(scores.AP)}  {Number(scores.AP50)}  {scores.Objects}");
    }

    private static void Line(TextWriter output, string name, double value) =>
        output.WriteLine($"{name.PadRight(NameWidth)}  {Number(value)}");

    private static string Number(double value) => (value < 0 ? "-1" : value.ToString("0.0000", CultureInfo.InvariantCulture)).PadLeft(7);
}
