using System.Globalization;
using Gannet.Vision.Evaluation;

namespace Gannet.Cli;

/// <summary>An evaluation as lines of text.</summary>
internal static class ScoreTable
{
    private const int NameWidth = 24;

    public static void Write(TextWriter output, EvaluationReport report)
    {
        var coco = report.Coco;
        output.WriteLine($"{report.Pictures} pictures, {report.Boxes} boxes; -1 where there is nothing to score");
        Line("AP   IoU .50:.95", coco.AP);
        Line("AP   IoU .50", coco.AP50);
        Line("AP   IoU .75", coco.AP75);
        Line("AP   small", coco.APs);
        Line("AP   medium", coco.APm);
        Line("AP   large", coco.APl);
        Line("AR   1 a picture", coco.AR1);
        Line("AR   10 a picture", coco.AR10);
        Line("AR   100 a picture", coco.AR100);
        Line("AR   small", coco.ARs);
        Line("AR   medium", coco.ARm);
        Line("AR   large", coco.ARl);
        Line("mAP  VOC 2007", report.Voc07.MeanAP);
        Line("mAP  VOC", report.Voc.MeanAP);
        var width = Math.Max(NameWidth, coco.PerClass.Select(static scores => scores.Name.Length).DefaultIfEmpty().Max());
        output.WriteLine($"{"class".PadRight(width)}  {"AP",7}  {"AP50",7}  objects");
        foreach (var scores in coco.PerClass)
            output.WriteLine($"{scores.Name.PadRight(width)}  {Number(scores.AP)}  {Number(scores.AP50)}  {scores.Objects}");

        void Line(string name, double value) => output.WriteLine($"{name.PadRight(NameWidth)}  {Number(value)}");
    }

    private static string Number(double value) => (value < 0 ? "-1" : value.ToString("0.0000", CultureInfo.InvariantCulture)).PadLeft(7);
}
